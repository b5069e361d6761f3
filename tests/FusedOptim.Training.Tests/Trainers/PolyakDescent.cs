namespace FusedOptim.Training.Tests;

/// <summary>Gradient descent with Polyak's step size, whose rate is at most <paramref name="LearningRate"/>.</summary>
[UpdateRule]
internal sealed partial record PolyakDescent(double LearningRate = 0.5)
{
    private static void Measure(double gradient, [Sum(Over.Model)] ref double squares) => squares += gradient * gradient;

    private static void Prepare(double squares, [Input(Over.Model)] double loss, out double rate) =>
        rate = squares > 0 ? Math.Min(loss / squares, 1) : 0;

    private static double Direction(double gradient, double rate) => rate * gradient;
}

/// <summary>Gradient descent divided by a diagonal that the caller gives.</summary>
[UpdateRule]
internal sealed partial record ScaledDescent(double LearningRate = 0.5)
{
    private static double Direction(double gradient, [Input] double hessian) => gradient / hessian;
}

/// <summary>Gradient descent divided by a diagonal that the caller gives from time to time.</summary>
[UpdateRule]
internal sealed partial record KeptScaledDescent(double LearningRate = 0.5)
{
    private static double Direction(double gradient, [Input(Kept = true)] double hessian) => gradient / hessian;
}
