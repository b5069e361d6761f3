using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Modifiers;
using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes the rule as data: hyperparameters with their ranges, states, phases.</summary>
internal static class SchemaWriter
{
    public static void Write(IndentedTextWriter writer, RuleModel rule, IReadOnlyList<VariantPlan> plans)
    {
        writer.Line($"/// <summary>{rule.Name} as data.</summary>");
        writer.Line(GeneratedAttributes.OfSchema);
        using (writer.Open("internal static class Schema"))
        {
            ContractWriter.Write(writer);
            HyperparameterWriter.WriteSchemas(writer, rule);
            writer.Line("public static readonly RuleSchema Rule = new(");
            using (writer.Indent())
            {
                writer.Line($"{Literals.OfText(rule.Name)},");
                writer.Line($"FloatMode.{rule.FloatMode},");
                writer.Line($"[{string.Join(", ", rule.Hyperparameters.Select(HyperparameterWriter.FieldOf))}],");
                writer.Line($"[{string.Join(", ", rule.States.Select(State))}],");
                writer.Line("[");
                using (writer.Indent())
                {
                    for (var phase = 0; phase < rule.Phases.Count; phase++)
                        writer.Line(Phase(rule, rule.Phases[phase], [.. plans.Select(plan => plan.Phases[phase])]));
                }

                writer.Line("])");
            }

            WriteInitializer(writer, rule, plans);
        }
    }

    private static string Phase(RuleModel rule, PhaseModel phase, IReadOnlyList<PhasePlan> plans)
    {
        var constants = plans.Max(static plan => plan.StepConstantCount);
        var reads = plans.Max(plan => plan.Plan.Loads.Count(operand => rule.Streams(phase, operand)));
        var writes = plans.Max(plan => plan.Plan.Graph.Stores.Count(store => rule.Streams(phase, store.Operand))) - phase.Reductions.Count;
        var parts = new List<string>();
        if (phase.Over != Scope.Element)
            parts.Add($"Over = Over.{phase.Over}");
        if (phase.IsCalled)
        {
            AddOperandsOfCall(parts, rule, phase);
            return $"new PhaseSchema(PhaseKind.{phase.Kind}, StepConstantCount: {constants}, Reads: 0, Writes: 0) {{ {string.Join(", ", parts)} }},";
        }

        if (rule.Values.Count > 0)
        {
            parts.Add($"ValuesRead = [{Operands(plans, static plan => plan.Loads, rule.FirstValue, rule.Values.Count)}]");
            parts.Add($"ValuesWritten = [{Operands(plans, static plan => plan.Graph.Stores.Select(static store => store.Operand), rule.FirstValue, rule.Values.Count)}]");
        }

        if (phase.Kind == PhaseKind.Measure && Operands(plans, static plan => plan.Loads, Graph.Parameter, 1).Length == 0)
            parts.Add("ReadsParameter = false");
        if (rule.States.Count > 0)
        {
            parts.Add($"StatesRead = [{Operands(plans, static plan => plan.Loads, Graph.FirstState, rule.States.Count)}]");
            parts.Add($"StatesWritten = [{Operands(plans, static plan => plan.Graph.Stores.Select(static store => store.Operand), Graph.FirstState, rule.States.Count)}]");
        }

        if (rule.ElementwiseInputs.Any())
            parts.Add($"InputsRead = [{Operands(plans, static plan => plan.Loads, rule.FirstInput, rule.ElementwiseInputs.Count())}]");
        if (rule.Phases.Any(static other => other.Interval >= 0) && rule.Inputs.Any(static input => !input.IsElementwise))
            parts.Add($"ScalarInputsRead = [{string.Join(", ", ScalarInputs(rule, phase, plans))}]");
        if (phase.Reductions.Count > 0)
        {
            parts.Add($"Reductions = [{string.Join(", ", phase.Reductions.Select(static reduction =>
                $"new({Literals.OfText(reduction.Name)}, ReductionKind.{reduction.Kind}, Over.{reduction.Scope})"))}]");
        }

        if (phase.Interval >= 0)
            parts.Add($"Interval = {Literals.OfInteger(phase.Interval)}{(phase.IntervalStart > 0 ? ", IntervalStart = 1" : "")}{(phase.RunsBetween ? ", RunsBetween = true" : "")}");
        var text = $"new PhaseSchema(PhaseKind.{phase.Kind}, StepConstantCount: {constants}, Reads: {reads}, Writes: {writes})";
        return text + (parts.Count == 0 ? "," : $" {{ {string.Join(", ", parts)} }},");
    }

    // A matrix that a method takes it may read and write.
    private static void AddOperandsOfCall(List<string> parts, RuleModel rule, PhaseModel phase)
    {
        var arguments = phase.Method.Arguments;
        parts.Add($"ValuesRead = [{Indices(static argument => argument.Binding == Binding.MatrixOfValues || argument is { Binding: Binding.Value, IsReference: false })}]");
        parts.Add($"ValuesWritten = [{Indices(static argument => argument.Binding == Binding.MatrixOfValues || argument is { Binding: Binding.Value, IsReference: true })}]");
        parts.Add("ReadsParameter = false");
        var inputs = phase.Prepared.Where(index => rule.Prepared[index].Kind == PreparedKind.Input).Select(index => rule.Prepared[index].Index).ToList();
        if (inputs.Count > 0)
            parts.Add($"ScalarInputsRead = [{string.Join(", ", inputs.OrderBy(static index => index))}]");
        if (rule.States.Count == 0)
            return;
        var states = Indices(static argument => argument.Binding == Binding.MatrixOfState);
        parts.Add($"StatesRead = [{states}]");
        parts.Add($"StatesWritten = [{states}]");

        string Indices(Func<ArgumentModel, bool> isOfKind) =>
            string.Join(", ", arguments.Where(isOfKind).Select(static argument => argument.Index).Distinct().OrderBy(static index => index));
    }

    // Prepare may be any C#: it is taken to read what it declares.
    private static IEnumerable<int> ScalarInputs(RuleModel rule, PhaseModel phase, IReadOnlyList<PhasePlan> plans)
    {
        var ofKernels = plans.SelectMany(static plan => plan.Plan.Graph.Nodes.Concat(plan.Strict.Graph.Nodes))
            .Where(node => node.Op == Op.Prepared && rule.Prepared[(int)node.Bits].Kind == PreparedKind.Input)
            .Select(node => rule.Prepared[(int)node.Bits].Index);
        var ofPrepare = phase.Kind == PhaseKind.Update && rule.Prepare is { } prepare
            ? prepare.Arguments.Where(static argument => argument.Binding == PreparedBinding.Input).Select(static argument => argument.Index)
            : [];
        return ofKernels.Concat(ofPrepare).Distinct().OrderBy(static index => index);
    }

    // Of both modes: a pass may find that a value is not needed.
    private static string Operands(
        IReadOnlyList<PhasePlan> plans, Func<KernelPlan, IEnumerable<int>> operands, int first, int count)
    {
        var found = plans.SelectMany(plan => operands(plan.Plan).Concat(operands(plan.Strict)))
            .Select(operand => operand - first)
            .Where(operand => operand >= 0 && operand < count);
        return string.Join(", ", found.Distinct().OrderBy(static operand => operand));
    }

    private static bool NeedsCount(RuleModel rule) =>
        rule.Prepared.Any(static prepared => prepared.Kind == PreparedKind.Count && prepared.Name == "count") ||
        rule.Prepare?.Arguments.Any(static argument => argument.Binding == PreparedBinding.Count) == true;

    private static void WriteInitializer(IndentedTextWriter writer, RuleModel rule, IReadOnlyList<VariantPlan> plans)
    {
        writer.Line("{");
        using (writer.Indent())
        {
            writer.Line($"FullName = {Literals.OfText(rule.FullName)},");
            if (NeedsCount(rule))
                writer.Line("NeedsCount = true,");
            if (rule.UsesView)
                writer.Line("UsesView = true,");
            if (rule.Modifiers.OfType<ParameterDecay>().FirstOrDefault(static decay => decay.CatchesUp) is { } decay)
                writer.Line($"CaughtUpDecay = new DecaySchema({Decay(rule, decay)}),");
            if (rule.Values.Count > 0)
                WriteList(writer, "Values", rule.Values.Select(static value => $"new ValueSchema({Literals.OfText(value.Name)}, Over.{value.Over})"));
            if (rule.Scalars.Count > 0)
                WriteList(writer, "Scalars", rule.Scalars.Select(Scalar));
            if (rule.Inputs.Count > 0)
                WriteList(writer, "Inputs", rule.Inputs.Select(Input));
            if (plans.Count > 1)
                WriteList(writer, "Variants", plans.Select(plan => Variant(rule, plan)));
        }

        writer.Line("};");
    }

    private static string Decay(RuleModel rule, ParameterDecay decay)
    {
        int[] hyperparameters = [decay.Coefficient, decay.UsesRate ? IndexOfRate() : -1, decay.PeakRate];
        return string.Join(", ", hyperparameters.Select(static index => Literals.OfInteger(index).ToString()));

        int IndexOfRate() => rule.Hyperparameters.ToList().FindIndex(static hyperparameter => hyperparameter.Name == "LearningRate");
    }

    private static void WriteList(IndentedTextWriter writer, string property, IEnumerable<string> items)
    {
        writer.Line($"{property} =");
        writer.Line("[");
        using (writer.Indent())
        {
            foreach (var item in items)
                writer.Line(item + ",");
        }

        writer.Line("],");
    }

    private static string Variant(RuleModel rule, VariantPlan plan)
    {
        var states = string.Join(", ", Enumerable.Range(0, rule.States.Count).Where(plan.Uses));
        var text = $"new VariantSchema({Literals.OfText(plan.Name)}, [{states}])";
        return rule.Inputs.Count == 0
            ? text
            : $"{text} {{ Inputs = [{string.Join(", ", Enumerable.Range(0, rule.Inputs.Count).Where(input => plan.UsesInput(rule, input)))}] }}";
    }

    private static string Input(InputModel input) =>
        $"new InputSchema({Literals.OfText(input.Name)}, Over.{input.Scope}){(input.IsKept ? " { IsKept = true }" : "")}";

    private static string Scalar(ScalarModel scalar)
    {
        var text = $"new ScalarSchema({Literals.OfText(scalar.Name)}, {Literals.OfText(scalar.Key)}, Over.{scalar.Scope}";
        if (BitConverter.DoubleToInt64Bits(scalar.Initial) != 0 || scalar.InitialHyperparameter >= 0)
            text += $", {Literals.OfDouble(scalar.Initial)}, {Literals.OfInteger(scalar.InitialHyperparameter)}";
        return text + ")";
    }

    private static string State(StateModel state)
    {
        var text = $"new StateSchema({Literals.OfText(state.Name)}, {Literals.OfText(state.Key)}";
        if (state.Initial != StateInitial.Zero)
            text += $", StateInitial.{state.Initial}";
        if (state.Initial == StateInitial.Hyperparameter)
            text += $", {state.InitialHyperparameter}";
        List<string> parts = [];
        if (state.Initial == StateInitial.Constant)
            parts.Add($"Value = {Literals.OfDouble(state.Value)}");
        if (state.IsExact)
            parts.Add("IsExact = true");
        if (state.Over != Scope.Element)
            parts.Add($"Over = Over.{state.Over}");
        if (state.IsMatrix)
            parts.Add($"Across = Over.{state.Over}");
        return text + (parts.Count == 0 ? ")" : $") {{ {string.Join(", ", parts)} }}");
    }
}
