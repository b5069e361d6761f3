using static FusedOptim.Elementwise;

namespace FusedOptim.Tests.Optimization.Ranges;

/// <summary>A rule of sums and maxima as users write them; its scalars keep what they came to.</summary>
[UpdateRule]
public sealed partial record MeasuredSums(double LearningRate = 0, double Weight = 3)
{
    private void Measure(
        double gradient, double parameter,
        [Sum] ref double squares, [Sum] ref double products, [Sum] ref double scaled, [Sum] ref double halves,
        [Sum] ref double both, [Sum] ref double differences, [Sum] ref double roots, [Sum] ref double quotients,
        [Sum] ref double chosen, [Max] ref double largest)
    {
        squares += Square(gradient);
        products += gradient * parameter;
        scaled += 2 * gradient * gradient * Weight;
        halves += gradient * gradient / 2;
        both += parameter * parameter + gradient * gradient;
        differences += Square(parameter - gradient);
        roots += Math.Sqrt(gradient * gradient + parameter * parameter);
        quotients += gradient * gradient / (gradient * gradient + parameter * parameter);
        chosen += gradient > 0 ? gradient * gradient : parameter * parameter;
        largest = Math.Max(largest, gradient * gradient);
    }

    private static void Prepare(
        double squares, double products, double scaled, double halves, double both, double differences, double roots,
        double quotients, double chosen, double largest,
        [Scalar(Key = "squares")] ref double squaresKept, [Scalar(Key = "products")] ref double productsKept,
        [Scalar(Key = "scaled")] ref double scaledKept, [Scalar(Key = "halves")] ref double halvesKept,
        [Scalar(Key = "both")] ref double bothKept, [Scalar(Key = "differences")] ref double differencesKept,
        [Scalar(Key = "roots")] ref double rootsKept, [Scalar(Key = "quotients")] ref double quotientsKept,
        [Scalar(Key = "chosen")] ref double chosenKept, [Scalar(Key = "largest")] ref double largestKept)
    {
        (squaresKept, productsKept, scaledKept, halvesKept) = (squares, products, scaled, halves);
        (bothKept, differencesKept, rootsKept) = (both, differences, roots);
        (quotientsKept, chosenKept, largestKept) = (quotients, chosen, largest);
    }

    private static double Direction(double gradient) => gradient;
}
