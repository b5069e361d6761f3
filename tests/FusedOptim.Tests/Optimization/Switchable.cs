namespace FusedOptim.Tests.Optimization;

/// <summary>AdaGrad that can be switched to plain gradient descent, which has no state.</summary>
[UpdateRule]
public sealed partial record Switchable(double LearningRate = 0.5, double InitialSum = 0.25, bool Adaptive = true)
{
    private double Direction(double gradient, [State(Initial = nameof(InitialSum))] ref double sum)
    {
        if (!Adaptive)
            return gradient;
        sum += gradient * gradient;
        return gradient / Math.Sqrt(sum);
    }
}
