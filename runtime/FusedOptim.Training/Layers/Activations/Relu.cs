using FusedOptim.Functions;

namespace FusedOptim.Training.Layers;

/// <summary>
/// The rectified linear unit: y = max(x, 0) (Nair and Hinton, "Rectified linear units improve restricted Boltzmann machines",
/// 2010). Its derivative at 0 is taken as 0. NaN stays NaN.
/// </summary>
[ElementwiseFunction]
public sealed partial record Relu : Activation<Relu>
{
    // Of NaN the arm that gives it.
    private static double Value(double x) => x <= 0 ? 0 : x;
}
