namespace FusedOptim.AheadOfTime;

/// <summary>The rule of the README: a momentum that is small where the gradient disagrees with it.</summary>
[UpdateRule]
public sealed partial record Careful([NonNegative] double LearningRate = 0.1, [DecayRate] double Beta = 0.9)
{
    private double Direction(double gradient, [State("average")] ref double m)
    {
        m = Beta * m + (1 - Beta) * gradient;
        return gradient * m > 0 ? m : 0.1 * m;
    }
}
