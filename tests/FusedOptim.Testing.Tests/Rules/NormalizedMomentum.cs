namespace FusedOptim.Testing.Tests.Rules;

/// <summary>Momentum of gradients divided by their norm, g/‖g‖: the rule of the page on testing.</summary>
[UpdateRule]
public sealed partial record NormalizedMomentum(
    double LearningRate = 0.1,
    [DecayRate] double Momentum = 0.9,
    bool Nesterov = false)
{
    private void Measure(double gradient, [Sum] ref double squares) => squares += gradient * gradient;

    private void Prepare(double squares, out double scale) => scale = 1 / (Math.Sqrt(squares) + 1e-12);

    private double Direction(double gradient, [State("momentum_buffer")] ref double buffer, double scale)
    {
        buffer = Momentum * buffer + gradient * scale;
        return Nesterov ? gradient * scale + Momentum * buffer : buffer;
    }
}
