using FusedOptim.Functions;

namespace FusedOptim.Training.Layers;

/// <summary>
/// The logistic function y = 1 / (1 + e^(−x)), <see cref="Elementwise.Logistic"/>: y between 0 and 1, derivative
/// y·(1 − y).
/// </summary>
[ElementwiseFunction]
public sealed partial record Logistic : Activation<Logistic>
{
    /// <inheritdoc/>
    protected override (double Lower, double Upper)? Bounds => (0, 1);

    private static double Value(double x) => Elementwise.Logistic(x);
}
