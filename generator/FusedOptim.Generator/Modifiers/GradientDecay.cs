namespace FusedOptim.Generator.Modifiers;

/// <summary>L2 into the gradient: g + λθ.</summary>
internal sealed record GradientDecay(int Coefficient) : Modifier(ModifierOrder.GradientDecay)
{
    public override string Description => "L2 weight decay";

    public override int LowerGradient(ModifierLowering lowering, int gradient)
    {
        var decayed = lowering.Add(gradient, lowering.Multiply(lowering.Parameter, lowering.Hyperparameter(Coefficient)));
        lowering.Graph.Name(decayed, "decayedGradient");
        return decayed;
    }

    public override string GradientStatement(ModifierNames names) =>
        $"gradient = gradient + parameter * {names.Hyperparameter(Coefficient)};";
}
