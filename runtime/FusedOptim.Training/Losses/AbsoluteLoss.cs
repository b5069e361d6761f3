using FusedOptim.Functions;

namespace FusedOptim.Training.Losses;

/// <summary>The absolute error |output − target|, which outliers pull less. Its derivative is taken as 0 where they are equal.
/// PyTorch's <c>L1Loss</c>.</summary>
[ElementwiseFunction]
public sealed partial record AbsoluteLoss : ElementwiseLoss<AbsoluteLoss>
{
    private static double Value(double output, double target) => Math.Abs(output - target);
}
