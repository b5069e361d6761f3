namespace FusedOptim.Tests.Optimization.Inputs;

/// <summary>Descent over an average of the Hessian's diagonal that is read every few steps, with a factor that is read at each.</summary>
[UpdateRule]
public sealed partial record RefreshedHessian(double LearningRate = 0.1, [Positive] int Interval = 3)
{
    private double Direction(
        double gradient, [State("hessian_avg")] ref double h, [Input] double hessian, [Input] double factor,
        [Every(nameof(Interval))] bool refreshes)
    {
        if (refreshes)
            h = 0.5 * h + 0.5 * hessian;
        return factor * gradient / (1 + h);
    }
}
