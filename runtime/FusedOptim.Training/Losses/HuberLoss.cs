using FusedOptim.Functions;

namespace FusedOptim.Training.Losses;

/// <summary>
/// With d = output − target: d²/2 for |d| ≤ δ, and δ·(|d| − δ/2) beyond, where outliers pull no more than with the absolute error
/// (Huber, "Robust estimation of a location parameter", 1964).
/// </summary>
/// <param name="Delta">δ: where the square ends.</param>
[ElementwiseFunction]
public sealed partial record HuberLoss(
    [Positive] double Delta = 1) : ElementwiseLoss<HuberLoss>
{
    private double Value(double output, double target)
    {
        var distance = Math.Abs(output - target);
        return distance <= Delta ? 0.5 * distance * distance : Delta * (distance - 0.5 * Delta);
    }
}
