using FusedOptim.Functions;

namespace FusedOptim.Training.Layers;

/// <summary>
/// y = log(1 + e^x), a smooth ReLU whose derivative is the logistic function (Dugas et al., "Incorporating second-order
/// functional knowledge for better option pricing", 2001).
/// </summary>
[ElementwiseFunction]
public sealed partial record Softplus : Activation<Softplus>
{
    /// <summary>log(1 + e^x), for other declared functions; no exponential overflows.</summary>
    /// <param name="x">A number.</param>
    public static double Of(double x) => Math.Max(x, 0) + Elementwise.Log(1 + Elementwise.Exp(-Math.Abs(x)));

    private static double Value(double x) => Of(x);
}
