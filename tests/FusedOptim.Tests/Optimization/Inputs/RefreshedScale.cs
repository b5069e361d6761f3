namespace FusedOptim.Tests.Optimization.Inputs;

/// <summary>Descent by an average of the loss that is read every few steps, with a factor of the tensor that is read at each.</summary>
[UpdateRule]
public sealed partial record RefreshedScale(double LearningRate = 0.1, [Positive] int Interval = 3)
{
    private double Direction(
        double gradient, [State("scale")] ref double scale, [Input(Over.Model)] double loss, [Input(Over.Tensor)] double factor,
        [Every(nameof(Interval))] bool refreshes)
    {
        if (refreshes)
            scale = 0.5 * scale + 0.5 * loss;
        return factor * scale * gradient;
    }
}
