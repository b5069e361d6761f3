using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;

namespace FusedOptim.Generator.Modifiers;

/// <summary>
/// Keeps an average of the updated parameters to evaluate with: exponential, a ← a + (1 − βₜ)(θ − a) with
/// βₜ = min(β, (1 + t)/(10 + t)); or plain, a ← a + (θ − a)/t.
/// </summary>
internal sealed record AveragedWeights(int Decay) : Modifier(ModifierOrder.Average)
{
    public const string Average = "average";

    public bool IsExponential => Decay >= 0;

    public override string Description => IsExponential ? "exponentially averaged weights" : "averaged weights";

    public override StateModel State => new(Average, "average", StateInitial.Parameter, -1, IsExact: true);

    public override void LowerUpdated(ModifierLowering lowering, int updated)
    {
        var graph = lowering.Graph;
        var operand = lowering.StateOperand(Average);
        var average = graph.Load(operand);
        var step = graph.ToReal(graph.Step());
        var share = IsExponential
            ? lowering.OneMinus(graph.Binary(
                Op.Min,
                lowering.Hyperparameter(Decay),
                lowering.Divide(lowering.Add(graph.Real(1), step), lowering.Add(graph.Real(10), step))))
            : lowering.Divide(graph.Real(1), step);
        graph.Name(share, "averageShare");
        graph.Store(operand, lowering.Add(average, lowering.Multiply(lowering.Subtract(updated, average), share)));
    }

    public override string UpdatedStatement(ModifierNames names)
    {
        var average = names.State(Average);
        var share = IsExponential
            ? $"(1 - global::System.Math.Min({names.Hyperparameter(Decay)}, (1.0 + element.Step) / (10.0 + element.Step)))"
            : "(1.0 / element.Step)";
        return $"{average} = {average} + (parameter - {average}) * {share};";
    }
}
