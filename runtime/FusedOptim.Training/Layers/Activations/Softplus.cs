using FusedOptim.Functions;

namespace FusedOptim.Training.Layers;

/// <summary>
/// y = log(1 + e^x), <see cref="Elementwise.Softplus"/>: a smooth ReLU whose derivative is the logistic function (Dugas et al.,
/// "Incorporating second-order functional knowledge for better option pricing", 2001).
/// </summary>
[ElementwiseFunction]
public sealed partial record Softplus : Activation<Softplus>
{
    private static double Value(double x) => Elementwise.Softplus(x);
}
