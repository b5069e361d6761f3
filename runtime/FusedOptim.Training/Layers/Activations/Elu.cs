using FusedOptim.Functions;

namespace FusedOptim.Training.Layers;

/// <summary>
/// The exponential linear unit: y = x for x > 0, and α·(e^x − 1) otherwise (Clevert, Unterthiner and Hochreiter, "Fast and
/// accurate deep network learning by exponential linear units", 2016). Its derivative at 0 is taken as α.
/// </summary>
/// <param name="Alpha">α: −α is the limit to the left.</param>
[ElementwiseFunction]
public sealed partial record Elu([NonNegative] double Alpha = 1) : Activation<Elu>
{
    private double Value(double x) => x > 0 ? x : Alpha * (Elementwise.Exp(x) - 1);
}
