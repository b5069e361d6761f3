namespace FusedOptim.Tests.Optimization.Modifiers;

/// <summary>Slow weights beside averaged ones, a measured direction, decay, and a scalar of the model that counts preparations.</summary>
[UpdateRule, Lookahead(3, 0.25), AveragedWeights(0.75), WeightDecay(0.02)]
public sealed partial record LookaheadAverage(double LearningRate = 0.1)
{
    private static void Measure(double gradient, [Sum] ref double squares) => squares += gradient * gradient;

    private static void Prepare(long count, double squares, [Scalar(Over.Model)] ref double calls, out double size)
    {
        calls++;
        size = 1 + Math.Sqrt(squares / count);
    }

    private void Update(ref double parameter, double gradient, double size) => parameter -= LearningRate * gradient / size;
}
