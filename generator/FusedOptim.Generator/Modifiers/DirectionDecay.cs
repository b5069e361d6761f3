namespace FusedOptim.Generator.Modifiers;

/// <summary>Decay inside the direction: d + λθ; d where λ is 0 and θ infinite.</summary>
internal sealed record DirectionDecay(int Coefficient) : Modifier(ModifierOrder.DirectionDecay)
{
    public override string Description => "weight decay inside the direction";

    public override int LowerDirection(ModifierLowering lowering, int direction)
    {
        var decayed = lowering.AddDecay(direction, Coefficient);
        lowering.Graph.Name(decayed, "decayedDirection");
        return decayed;
    }

    public override string DirectionStatement(ModifierNames names) =>
        $"direction = {names.WithDecay("direction", Coefficient)};";
}
