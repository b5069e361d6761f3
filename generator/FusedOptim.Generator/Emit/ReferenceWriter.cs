using FusedOptim.Generator.Helpers;
using FusedOptim.Generator.Models;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes the reference: a plain loop that calls the rule's own method, where breakpoints work.</summary>
internal static class ReferenceWriter
{
    private const string Unsafe = Aliases.Memory + "Unsafe";

    public static void Write(IndentedTextWriter writer, RuleModel rule, IReadOnlyList<VariantPlan> plans)
    {
        var names = new Names(
            "step", "gradientScale", "count", "zeroGradients", "i", "parameters", "gradients", "parameter", "gradient",
            "direction", "original", "T");
        var states = rule.States.Select((state, index) => new State(
            names.Take(state.Name), names.Take(state.Name + "State"), UseOf(plans, index, names, state.Name))).ToList();

        writer.Line("private void RunReference<T>(");
        using (writer.Indent())
        {
            writer.Line("int step,");
            writer.Line("double gradientScale,");
            writer.Line("ref T parameters,");
            writer.Line("ref T gradients,");
            foreach (var state in states)
                writer.Line($"ref T {state.Reference},");
            writer.Line("nuint count,");
            writer.Line("bool zeroGradients)");
            writer.Line("where T : unmanaged, global::System.Numerics.INumberBase<T>");
        }

        using (writer.Open())
        {
            foreach (var state in states.Where(static state => state.Use is not null))
                writer.Line($"var {state.Use} = (({Aliases.Library}IUpdateRule<{Names.Escape(rule.Name)}>)this).Variant is {state.Variants};");
            using (writer.Open("for (nuint i = 0; i < count; i++)"))
                WriteElement(writer, rule, states);
        }
    }

    private static void WriteElement(
        IndentedTextWriter writer, RuleModel rule, IReadOnlyList<State> states)
    {
        writer.Line($"var parameter = double.CreateTruncating({Unsafe}.Add(ref parameters, i));");
        writer.Line($"var gradient = double.CreateTruncating({Unsafe}.Add(ref gradients, i)) * gradientScale;");
        foreach (var state in states)
        {
            var value = $"double.CreateTruncating({Unsafe}.Add(ref {state.Reference}, i))";
            writer.Line($"var {state.Local} = {(state.Use is null ? value : $"{state.Use} ? {value} : 0")};");
        }


        var decay = rule.WeightDecay;
        var coefficient = decay is null ? "" : "this." + Names.Escape(rule.Hyperparameters[decay.Hyperparameter].Name);
        if (decay?.Kind == WeightDecayKind.L2)
            writer.Line($"gradient = gradient + parameter * {coefficient};");
        var call = $"{rule.Method.Form}({string.Join(", ", rule.Method.Arguments.Select(argument => argument.Binding switch
        {
            Binding.Gradient => "gradient",
            Binding.Parameter => rule.Method.Form == MethodForm.Update ? "ref parameter" : "parameter",
            Binding.Step => "step",
            _ => "ref " + states[argument.State].Local,
        }))})";

        if (rule.Method.Form == MethodForm.Direction)
        {
            writer.Line($"var direction = {call};");
            if (decay?.Kind == WeightDecayKind.InDirection)
                writer.Line($"direction = direction + parameter * {coefficient};");
            if (decay?.Kind == WeightDecayKind.Decoupled)
                writer.Line($"parameter = parameter * (1 - this.LearningRate * {coefficient});");
            if (decay?.Kind == WeightDecayKind.Independent)
                writer.Line($"parameter = parameter * (1 - {coefficient});");
            writer.Line("parameter = parameter - direction * this.LearningRate;");
        }
        else
        {
            var amount = decay?.Kind switch
            {
                WeightDecayKind.Decoupled => $"(this.LearningRate * {coefficient})",
                WeightDecayKind.Independent => coefficient,
                _ => null,
            };
            if (amount is not null)
                writer.Line("var original = parameter;");
            writer.Line($"{call};");
            if (amount is not null)
                writer.Line($"parameter = parameter - original * {amount};");
        }

        writer.Blank();
        writer.Line($"{Unsafe}.Add(ref parameters, i) = T.CreateTruncating(parameter);");
        foreach (var state in states)
        {
            if (state.Use is not null)
                writer.Line($"if ({state.Use})");
            using (writer.Indent(state.Use is null ? 0 : 1))
                writer.Line($"{Unsafe}.Add(ref {state.Reference}, i) = T.CreateTruncating({state.Local});");
        }

        writer.Line("if (zeroGradients)");
        using (writer.Indent())
            writer.Line($"{Unsafe}.Add(ref gradients, i) = T.Zero;");
    }

    /// <summary>A state that only some variants use has no memory in the others.</summary>
    private static (string Use, string Variants)? UseOf(
        IReadOnlyList<VariantPlan> plans, int state, Names names, string name)
    {
        var users = plans.Where(plan => plan.Plan.Uses(state)).Select(static plan => plan.Index).ToList();
        return users.Count == plans.Count || users.Count == 0
            ? null
            : (names.Take("uses" + Names.Pascal(name)), string.Join(" or ", users));
    }

    private sealed record State(string Local, string Reference, (string Use, string Variants)? Optional)
    {
        public string? Use => Optional?.Use;

        public string? Variants => Optional?.Variants;
    }
}
