using FusedOptim.Functions;

namespace FusedOptim.Training.Layers;

/// <summary>The hyperbolic tangent, <see cref="Elementwise.Tanh"/>: y between −1 and 1, derivative 1 − y².</summary>
[ElementwiseFunction]
public sealed partial record Tanh : Activation<Tanh>
{
    /// <inheritdoc/>
    protected override (double Lower, double Upper)? Bounds => (-1, 1);

    private static double Value(double x) => Elementwise.Tanh(x);
}
