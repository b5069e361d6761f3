namespace FusedOptim.Generator.Modifiers;

/// <summary>Decay inside the direction: d + λθ.</summary>
internal sealed record DirectionDecay(int Coefficient) : Modifier(ModifierOrder.DirectionDecay)
{
    public override string Description => "weight decay inside the direction";

    public override int LowerDirection(ModifierLowering lowering, int direction)
    {
        var decayed = lowering.Add(direction, lowering.Multiply(lowering.Parameter, lowering.Hyperparameter(Coefficient)));
        lowering.Graph.Name(decayed, "decayedDirection");
        return decayed;
    }

    public override string DirectionStatement(ModifierNames names) =>
        $"direction = direction + parameter * {names.Hyperparameter(Coefficient)};";
}
