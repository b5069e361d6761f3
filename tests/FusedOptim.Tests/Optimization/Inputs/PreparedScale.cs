namespace FusedOptim.Tests.Optimization.Inputs;

/// <summary>Descent whose preparation takes the loss, of which it makes something every few steps.</summary>
[UpdateRule]
public sealed partial record PreparedScale(double LearningRate = 0.1, [Positive] int Interval = 3)
{
    private void Prepare([Input(Over.Model)] double loss, [Scalar] ref double scale, [Every(nameof(Interval))] bool refreshes) =>
        scale = refreshes ? loss : scale;

    private double Direction(double gradient, double scale, [State("mean")] ref double mean, [Every(nameof(Interval))] bool refreshes)
    {
        if (refreshes)
            mean += 0.5 * (gradient - mean);
        return scale * mean;
    }
}
