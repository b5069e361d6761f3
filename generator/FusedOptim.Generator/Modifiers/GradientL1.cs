using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Modifiers;

/// <summary>L1 into the gradient: g + λ·sign(θ), nothing where θ is zero.</summary>
internal sealed record GradientL1(int Coefficient) : Modifier(ModifierOrder.GradientL1)
{
    public override string Description => "L1 regularization";

    public override int LowerGradient(ModifierLowering lowering, int gradient)
    {
        var graph = lowering.Graph;
        var zero = graph.Real(0);
        var coefficient = lowering.Hyperparameter(Coefficient);
        // λ·sign(θ) without a product: λ, −λ, or θ itself where it is a zero or NaN.
        var penalty = graph.Select(
            graph.Binary(Op.Greater, lowering.Parameter, zero),
            coefficient,
            graph.Select(
                graph.Binary(Op.Less, lowering.Parameter, zero), graph.Unary(Op.Negate, coefficient), lowering.Parameter));
        graph.Name(penalty, "penalty");
        var penalized = lowering.Add(gradient, penalty);
        graph.Name(penalized, "penalizedGradient");
        return penalized;
    }

    public override string GradientStatement(ModifierNames names)
    {
        var coefficient = names.Hyperparameter(Coefficient);
        return $"gradient = gradient + (parameter > 0 ? {coefficient} : parameter < 0 ? -{coefficient} : parameter);";
    }
}
