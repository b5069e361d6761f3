using FusedOptim;

namespace UserProject;

/// <summary>A function with its derivative, whose polynomials have many constants.</summary>
/// <param name="Shift">The place of the middle.</param>
[ElementwiseFunction]
public sealed partial record ShiftedLogistic(double Shift = -0.75)
{
    private double Value(double x) => -1.25 * Elementwise.Logistic(x - Shift) + Elementwise.Log(1 + Elementwise.Exp(-Math.Abs(x)));
}
