namespace FusedOptim.Tests.Optimization.Inputs;

/// <summary>Gradient descent with Polyak's step size: η·min((f − f*) / ‖g‖², 1), f being the loss.</summary>
[UpdateRule]
public sealed partial record PolyakDescent(double LearningRate = 1, double Optimum = 0)
{
    private static void Measure(double gradient, [Sum(Over.Model)] ref double squares) => squares += gradient * gradient;

    private void Prepare(double squares, [Input(Over.Model)] double loss, out double rate) =>
        rate = squares > 0 ? Math.Min((loss - Optimum) / squares, 1) : 0;

    private double Direction(double gradient, double rate) => rate * gradient;
}
