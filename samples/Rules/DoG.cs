namespace FusedOptim.Samples.Rules;

/// <summary>DoG: gradient descent whose step is the farthest distance from the first weights over the norm of all gradients so far.</summary>
/// <remarks>
/// M. Ivgi, O. Hinder and Y. Carmon, "DoG is SGD's Best Friend: A Parameter-Free Dynamic Step Size Schedule", ICML 2023, equation (DoG),
/// with the first distance r_ε relative to the size of the weights, as the paper recommends. All tensors are one vector.
/// </remarks>
[UpdateRule]
public sealed partial record DoG(
    [NonNegative] double LearningRate = 1,
    [Positive] double RelativeDistance = 1e-6,
    [Positive] double Epsilon = 1e-8)
{
    private static void Measure(
        double gradient, double parameter, [State("x0", Initial = "parameter", Exact = true)] double x0,
        [Sum(Over.Model)] ref double distanceSquares, [Sum(Over.Model)] ref double sizeSquares,
        [Sum(Over.Model)] ref double gradientSquares)
    {
        distanceSquares += Elementwise.Square(parameter - x0);
        sizeSquares += x0 * x0;
        gradientSquares += gradient * gradient;
    }

    private void Prepare(
        int step, double distanceSquares, double sizeSquares, double gradientSquares,
        [Scalar("rbar", Over.Model)] ref double farthest, [Scalar("G", Over.Model)] ref double total, out double rate)
    {
        farthest = step == 1 ? RelativeDistance * (1 + Math.Sqrt(sizeSquares)) : Math.Max(farthest, Math.Sqrt(distanceSquares));
        total += gradientSquares;
        rate = farthest / Math.Sqrt(total + Epsilon);
    }

    private static double Direction(double gradient, double rate) => rate * gradient;
}
