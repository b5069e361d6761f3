using FusedOptim.Functions;

namespace FusedOptim.Testing.Tests.Functions;

/// <summary>x·σ(βx) (Ramachandran, Zoph and Le, 2017).</summary>
/// <param name="Beta">How steep it is.</param>
[ElementwiseFunction]
public sealed partial record Swish(double Beta = 1)
{
    private double Value(double x) => x * Elementwise.Logistic(Beta * x);
}
