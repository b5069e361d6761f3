using FusedOptim.Functions;

namespace FusedOptim.Training.Losses;

/// <summary>The squared error (output − target)², for regression. PyTorch's <c>MSELoss</c>.</summary>
[ElementwiseFunction]
public sealed partial record SquaredLoss : ElementwiseLoss<SquaredLoss>
{
    private static double Value(double output, double target) => Elementwise.Square(output - target);
}
