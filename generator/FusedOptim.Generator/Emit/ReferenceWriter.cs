using FusedOptim.Generator.Helpers;
using FusedOptim.Generator.Models;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes the reference of a phase: a plain loop that calls the rule's own method, where breakpoints work.</summary>
internal static class ReferenceWriter
{
    private const string Unsafe = Aliases.Memory + "Unsafe";

    /// <summary>The name of the loop of a phase.</summary>
    public static string NameOf(PhaseModel phase) => (phase.Kind == PhaseKind.Update ? "Run" : phase.Kind.ToString()) + "Reference";

    public static void Write(IndentedTextWriter writer, RuleModel rule, PhaseModel phase, IReadOnlyList<VariantPlan> plans)
    {
        var names = new Names(
            "step", "gradientScale", "prepared", "count", "zeroGradients", "i", "parameters", "gradients", "parameter",
            "gradient", "direction", "original", "weight", "weights", "T");
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
                writer.Line($"ref T {summands},");
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
                writer.Line($"var {state.Use} = (({Aliases.Library}IUpdateRule<{Names.Escape(rule.Name)}>)this).Variant is {state.Variants};");
            using (writer.Open("for (nuint i = 0; i < count; i++)"))
                element.Write();
        }
    }

    /// <summary>A state that only some variants use has no memory in the others.</summary>
    private static (string Use, string Variants)? UseOf(
        IReadOnlyList<VariantPlan> plans, int state, Names names, string name)
    {
        var users = plans.Where(plan => plan.Uses(state)).Select(static plan => plan.Index).ToList();
        return users.Count == plans.Count || users.Count == 0
            ? null
            : (names.Take("uses" + Names.Pascal(name)), string.Join(" or ", users));
    }

    private sealed record State(string Local, string Reference, (string Use, string Variants)? Optional)
    {
        public string? Use => Optional?.Use;

        public string? Variants => Optional?.Variants;
    }

    /// <summary>Writes the body of the loop.</summary>
    private sealed class ElementWriter(
        IndentedTextWriter writer, RuleModel rule, PhaseModel phase, IReadOnlyList<State> states,
        IReadOnlyList<(string Local, string Summands)> reductions)
    {
        private readonly WeightDecayModel? _decay = rule.WeightDecay;

        private string Coefficient => "this." + Names.Escape(rule.Hyperparameters[_decay!.Hyperparameter].Name);

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
                if (_decay?.Kind == WeightDecayKind.L2)
                    writer.Line($"gradient = gradient + parameter * {Coefficient};");
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
            var bound = phase.Method.Arguments.Where(static argument => argument.Binding == Binding.Prepared)
                .Select(static argument => argument.Index).Distinct().ToList();
            var arguments = phase.Method.Arguments.Select(argument => (argument.IsReference ? "ref " : "") + argument.Binding switch
            {
                Binding.Gradient => "gradient",
                Binding.Parameter => "parameter",
                Binding.Step => "step",
                Binding.State => states[argument.Index].Local,
                Binding.Reduction => reductions[argument.Index].Local,
                _ => $"prepared[{bound.IndexOf(argument.Index)}]",
            });
            return $"{phase.Method.Form}({string.Join(", ", arguments)})";
        }

        private void WriteDirection()
        {
            writer.Line($"var direction = {Call()};");
            if (_decay?.Kind == WeightDecayKind.InDirection)
                writer.Line($"direction = direction + parameter * {Coefficient};");
            if (_decay?.Kind == WeightDecayKind.Decoupled)
                writer.Line($"parameter = parameter * (1 - this.LearningRate * {Coefficient});");
            if (_decay?.Kind == WeightDecayKind.Independent)
                writer.Line($"parameter = parameter * (1 - {Coefficient});");
            writer.Line("parameter = parameter - direction * this.LearningRate;");
        }

        private void WriteUpdate()
        {
            var amount = _decay?.Kind switch
            {
                WeightDecayKind.Decoupled => $"(this.LearningRate * {Coefficient})",
                WeightDecayKind.Independent => Coefficient,
                _ => null,
            };
            if (amount is not null)
                writer.Line("var original = parameter;");
            writer.Line($"{Call()};");
            if (amount is not null)
                writer.Line($"parameter = parameter - original * {amount};");
        }

        private void WriteStores()
        {
            if (phase.Kind == PhaseKind.Update)
                WriteStore("parameters", "parameter");
            foreach (var state in states)
            {
                if (state.Use is not null)
                    writer.Line($"if ({state.Use})");
                using (writer.Indent(state.Use is null ? 0 : 1))
                    WriteStore(state.Reference, state.Local);
            }

            foreach (var (local, summands) in reductions)
                WriteStore(summands, local);
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
