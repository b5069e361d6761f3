namespace FusedOptim.Tests.Optimization.Phases;

/// <summary>Descent at a rate over the number of elements of the tensor; nothing else of it is the tensor's.</summary>
[UpdateRule]
public sealed partial record CountScaledDescent(double LearningRate = 1)
{
    private static void Prepare(long count, out double scale) => scale = 1.0 / count;

    private static double Direction(double gradient, double scale) => gradient * scale;
}
