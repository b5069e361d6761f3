namespace FusedOptim.Tests.Optimization.Inputs;

/// <summary>
/// Descent along a second gradient (that of an extrapolated point, say), scaled by a number of the tensor and one of the model; with
/// <paramref name="Plain"/> along the gradient alone.
/// </summary>
[UpdateRule]
public sealed partial record SecondGradientDescent(double LearningRate = 0.5, bool Plain = false)
{
    private void Measure(
        double gradient, [Input] double second, [Input(Over.Model)] double scale, [Sum] ref double products) =>
        products += Plain ? 0 : gradient * second * scale;

    private double Direction(
        double gradient, double products, [Input] double second, [Input(Over.Tensor)] double weight, [Input(Over.Model)] double scale) =>
        Plain ? gradient : products > 0 ? weight * scale * second : gradient;
}
