using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Modifiers;
using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes the reference of a phase: a plain loop that calls the rule's own method, where breakpoints work.</summary>
internal static class ReferenceWriter
{
    private const string Unsafe = FullNames.Unsafe;

    /// <summary>The name of the loop of a phase.</summary>
    public static string NameOf(PhaseModel phase) => (phase.Kind == PhaseKind.Update ? "Run" : phase.Kind.ToString()) + "Reference";

    public static void Write(IndentedTextWriter writer, RuleModel rule, PhaseModel phase, IReadOnlyList<VariantPlan> plans)
    {
        var names = new Names(
            "step", "gradientScale", "prepared", "count", "zeroGradients", "i", "parameters", "gradients", "parameter",
            "gradient", "direction", "original", "weight", "weights", "T", phase.Method.Form.ToString());
        var states = rule.States.Select((state, index) => new State(
            names.Take(state.Name), names.Take(state.Name + "State"), UseOf(plans, index, names, state.Name))).ToList();
        var reductions = phase.Reductions
            .Select(reduction => (Local: names.Take(reduction.Name), Summands: names.Take(reduction.Name + "Summands"))).ToList();
        var element = new ElementWriter(writer, rule, phase, states, reductions);

        writer.Line($"private void {NameOf(phase)}<T>(");
        using (writer.Indent())
        {
            writer.Line("int step,");
            writer.Line("double gradientScale,");
            writer.Line("global::System.ReadOnlySpan<double> prepared,");
            writer.Line("ref T parameters,");
            writer.Line("ref T gradients,");
            foreach (var state in states)
                writer.Line($"ref T {state.Reference},");
            foreach (var (_, summands) in reductions)
                writer.Line($"ref double {summands},");
            if (phase.Kind == PhaseKind.Evaluate)
                writer.Line("ref T weights,");
            writer.Line(phase.Kind == PhaseKind.Update ? "nuint count," : "nuint count)");
            if (phase.Kind == PhaseKind.Update)
                writer.Line("bool zeroGradients)");
            writer.Line("where T : unmanaged, global::System.Numerics.INumberBase<T>");
        }

        using (writer.Open())
        {
            foreach (var state in states.Where(static state => state.Use is not null))
            {
                writer.Line(state.Variants is null
                    ? $"var {state.Use} = false;"
                    : $"var {state.Use} = (({FullNames.RuleInterface})this).Variant is {state.Variants};");
            }

            using (writer.Open("for (nuint i = 0; i < count; i++)"))
                element.Write();
        }
    }

    /// <summary>A state that only some variants use, or none, has no memory in the others.</summary>
    private static (string Use, string? Variants)? UseOf(
        IReadOnlyList<VariantPlan> plans, int state, Names names, string name)
    {
        var users = plans.Where(plan => plan.Uses(state)).Select(static plan => plan.Index).ToList();
        return users.Count == plans.Count
            ? null
            : (names.Take("uses" + Names.Pascal(name)), users.Count == 0 ? null : string.Join(" or ", users));
    }

    private sealed record State(string Local, string Reference, (string Use, string? Variants)? Optional)
    {
        public string? Use => Optional?.Use;

        public string? Variants => Optional?.Variants;
    }

    /// <summary>Writes the body of the loop.</summary>
    private sealed class ElementWriter(
        IndentedTextWriter writer, RuleModel rule, PhaseModel phase, IReadOnlyList<State> states,
        IReadOnlyList<(string Local, string Summands)> reductions)
    {
        private readonly ModifierNames _names = new(
            rule.Hyperparameters,
            name => $"prepared[{phase.Prepared.ToList().FindIndex(index => rule.Prepared[index].Name == name)}]",
            name => states[rule.States.ToList().FindIndex(state => state.Name == name)].Local);

        /// <summary>A measuring pass that a modifier asks for keeps nothing but its sums, and evaluation nothing at all.</summary>
        private bool KeepsStates => phase.SummingModifier < 0 && phase.Kind != PhaseKind.Evaluate;

        public void Write()
        {
            WriteLoads();
            switch (phase.Method.Form)
            {
                case MethodForm.Direction:
                    WriteDirection();
                    break;
                case MethodForm.Update:
                    WriteUpdate();
                    break;
                case MethodForm.Measure:
                    writer.Line($"{Call()};");
                    break;
                case MethodForm.Average:
                    writer.Line($"var weight = {_names.State(AveragedWeights.Average)};");
                    break;
                default:
                    writer.Line($"var weight = {Call()};");
                    break;
            }

            writer.Blank();
            WriteStores();
        }

        private void WriteLoads()
        {
            writer.Line($"var parameter = double.CreateTruncating({Unsafe}.Add(ref parameters, i));");
            if (phase.Kind != PhaseKind.Evaluate)
            {
                writer.Line($"var gradient = double.CreateTruncating({Unsafe}.Add(ref gradients, i)) * gradientScale;");
                WriteStatements(static (modifier, names) => modifier.GradientStatement(names));
            }

            foreach (var state in states)
            {
                var value = $"double.CreateTruncating({Unsafe}.Add(ref {state.Reference}, i))";
                writer.Line($"var {state.Local} = {(state.Use is null ? value : $"{state.Use} ? {value} : 0")};");
            }

            for (var index = 0; index < reductions.Count; index++)
            {
                var start = phase.Reductions[index].Kind == ReductionKind.Sum ? "-0.0" : "double.NegativeInfinity";
                writer.Line($"var {reductions[index].Local} = {start};");
            }
        }

        private string Call()
        {
            var arguments = phase.Method.Arguments.Select(argument => (argument.IsReference ? "ref " : "") + argument.Binding switch
            {
                Binding.Gradient => "gradient",
                Binding.Parameter => "parameter",
                Binding.Step => "step",
                Binding.State => states[argument.Index].Local,
                Binding.Reduction => reductions[argument.Index].Local,
                _ => _names.Prepared(rule.Prepared[argument.Index].Name),
            });
            return $"{phase.Method.Form}({string.Join(", ", arguments)})";
        }

        private void WriteStatements(Func<Modifier, ModifierNames, string?> statement, int count = int.MaxValue)
        {
            foreach (var modifier in rule.Modifiers.Take(count))
            {
                if (statement(modifier, _names) is { } text)
                    writer.Line(text);
            }
        }

        private void WriteDirection()
        {
            writer.Line($"var direction = {Call()};");
            if (phase.SummingModifier >= 0)
            {
                WriteStatements(static (modifier, names) => modifier.DirectionStatement(names), phase.SummingModifier);
                var summands = rule.Modifiers[phase.SummingModifier].SummandExpressions(_names);
                for (var index = 0; index < summands.Count; index++)
                    writer.Line($"{reductions[index].Local} = {summands[index]};");
                return;
            }

            WriteStatements(static (modifier, names) => modifier.DirectionStatement(names));
            foreach (var share in Shares())
                writer.Line($"parameter = parameter * (1 - {share});");
            writer.Line("parameter = parameter - direction * this.LearningRate;");
            WriteStatements(static (modifier, names) => modifier.UpdatedStatement(names));
        }

        private void WriteUpdate()
        {
            var shares = Shares();
            if (shares.Count > 0)
                writer.Line("var original = parameter;");
            writer.Line($"{Call()};");
            foreach (var share in shares)
                writer.Line($"parameter = parameter - original * ({share});");
            WriteStatements(static (modifier, names) => modifier.UpdatedStatement(names));
        }

        private List<string> Shares() =>
            [.. rule.Modifiers.Select(modifier => modifier.DecayAmount(_names)).OfType<string>()];

        private void WriteStores()
        {
            if (phase.Kind == PhaseKind.Update)
                WriteStore("parameters", "parameter");
            foreach (var state in states.Where(_ => KeepsStates))
            {
                if (state.Use is not null)
                    writer.Line($"if ({state.Use})");
                using (writer.Indent(state.Use is null ? 0 : 1))
                    WriteStore(state.Reference, state.Local);
            }

            foreach (var (local, summands) in reductions)
                writer.Line($"{Unsafe}.Add(ref {summands}, i) = {local};");
            if (phase.Kind == PhaseKind.Evaluate)
                WriteStore("weights", "weight");
            if (phase.Kind == PhaseKind.Update)
            {
                writer.Line("if (zeroGradients)");
                using (writer.Indent())
                    writer.Line($"{Unsafe}.Add(ref gradients, i) = T.Zero;");
            }
        }

        private void WriteStore(string reference, string local) =>
            writer.Line($"{Unsafe}.Add(ref {reference}, i) = T.CreateTruncating({local});");
    }
}
