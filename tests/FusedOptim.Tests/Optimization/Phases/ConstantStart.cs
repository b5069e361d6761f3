namespace FusedOptim.Tests.Optimization.Phases;

/// <summary>A state and a scalar that start from constants, under keys of their own.</summary>
[UpdateRule]
public sealed partial record ConstantStart(double LearningRate = 0.5)
{
    private static void Prepare([Scalar("pace_of_model", Over.Model, Value = 0.25)] ref double pace) => pace *= 2;

    private double Direction(double gradient, [State("kept_sum", Value = -1.5)] ref double kept, double pace)
    {
        kept += gradient;
        return pace * kept;
    }
}
