namespace FusedOptim.Tests.Optimization.Ranges;

/// <summary>Keeps the norm of the gradient; does not see rows.</summary>
[UpdateRule]
public sealed partial record FlatNormDescent(double LearningRate = 1)
{
    private static void Measure(double gradient, [Norm] ref double ofTensor) => ofTensor = double.Hypot(ofTensor, gradient);

    private static void Prepare(double ofTensor, [Scalar] ref double tensor) => tensor = ofTensor;

    private static double Direction(double gradient, double ofTensor) => gradient / ofTensor;
}
