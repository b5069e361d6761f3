using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Modifiers;

/// <summary>Clips the gradient, element by element, to [−c, c]; NaN stays NaN.</summary>
internal sealed record ClipByValue(int Threshold) : Modifier(ModifierOrder.ClipByValue)
{
    public override string Description => "clip by value";

    public override int LowerGradient(ModifierLowering lowering, int gradient)
    {
        var graph = lowering.Graph;
        var threshold = lowering.Hyperparameter(Threshold);
        var lowest = graph.Unary(Op.Negate, threshold);
        var clipped = graph.Select(
            graph.Binary(Op.Less, gradient, lowest),
            lowest,
            graph.Select(graph.Binary(Op.Greater, gradient, threshold), threshold, gradient));
        graph.Name(clipped, "clippedGradient");
        return clipped;
    }

    public override string GradientStatement(ModifierNames names)
    {
        var threshold = names.Hyperparameter(Threshold);
        return $"gradient = gradient < -{threshold} ? -{threshold} : gradient > {threshold} ? {threshold} : gradient;";
    }
}
