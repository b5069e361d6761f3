namespace FusedOptim.Generator.Modifiers;

/// <summary>L2 into the gradient: g + λθ; g where λ is 0 and θ infinite.</summary>
internal sealed record GradientDecay(int Coefficient) : Modifier(ModifierOrder.GradientDecay)
{
    public override string Description => "L2 weight decay";

    public override int LowerGradient(ModifierLowering lowering, int gradient)
    {
        var decayed = lowering.AddDecay(gradient, Coefficient);
        lowering.Graph.Name(decayed, "decayedGradient");
        return decayed;
    }

    public override string GradientStatement(ModifierNames names) =>
        $"gradient = {names.WithDecay("gradient", Coefficient)};";
}
