namespace FusedOptim.Generator.Modifiers;

/// <summary>
/// Decay inside the direction: d + λθ; d where λ is 0 and θ infinite; cautious, d where d and θ differ in sign.
/// </summary>
internal sealed record DirectionDecay(int Coefficient, bool IsCautious) : Modifier(ModifierOrder.DirectionDecay)
{
    public override string Description => (IsCautious ? "cautious " : "") + "weight decay inside the direction";

    public override int LowerDirection(ModifierLowering lowering, int direction)
    {
        var decayed = lowering.AddDecay(direction, Coefficient);
        if (IsCautious)
            decayed = lowering.Graph.Select(lowering.Agrees(direction), decayed, direction);
        lowering.Graph.Name(decayed, "decayedDirection");
        return decayed;
    }

    public override string DirectionStatement(ModifierNames names)
    {
        var decayed = names.WithDecay("direction", Coefficient);
        return IsCautious
            ? $"direction = {ModifierNames.Agrees} ? {decayed} : direction;"
            : $"direction = {decayed};";
    }
}
