using FusedOptim.Generator.Models;

namespace FusedOptim.Generator.Modifiers;

/// <summary>
/// Keeps slow weights, which each k-th step moves towards the updated parameter and sets it to: s ← s + α(θ − s); θ ← s.
/// </summary>
/// <param name="Every">The index of k.</param>
/// <param name="Rate">The index of α.</param>
internal sealed record Lookahead(int Every, int Rate) : Modifier(ModifierOrder.Lookahead)
{
    public const string Slow = "slow";

    public override string Description => "lookahead";

    public override int Interval => Every;

    public override StateModel State => new(Slow, "slow", StateInitial.Parameter, -1, IsExact: true);

    public override int LowerOnInterval(ModifierLowering lowering, int updated)
    {
        var operand = lowering.StateOperand(Slow);
        var slow = lowering.Graph.Load(operand);
        var moved = lowering.Add(slow, lowering.Multiply(lowering.Subtract(updated, slow), lowering.Hyperparameter(Rate)));
        lowering.Graph.Store(operand, moved);
        return moved;
    }

    public override string OnIntervalStatement(ModifierNames names)
    {
        var slow = names.State(Slow);
        return $"parameter = {slow} = {slow} + (parameter - {slow}) * {names.Hyperparameter(Rate)};";
    }
}
