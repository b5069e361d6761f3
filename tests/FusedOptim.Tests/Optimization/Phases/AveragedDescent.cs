namespace FusedOptim.Tests.Optimization.Phases;

/// <summary>
/// Schedule-free gradient descent: the parameter holds y, between the iterate z and the average x, which is evaluated.
/// </summary>
[UpdateRule]
public sealed partial record AveragedDescent(double LearningRate = 0.1, double Beta = 0.75)
{
    private void Prepare([Scalar(Over.Model, Key = "weight_sum")] ref double weightSum, out double weight)
    {
        weightSum += LearningRate * LearningRate;
        weight = LearningRate * LearningRate / weightSum;
    }

    private void Update(
        double gradient, ref double parameter, [State(Initial = "parameter")] ref double z, double weight)
    {
        var x = Average(parameter, z);
        z -= LearningRate * gradient;
        x += weight * (z - x);
        parameter = Beta * x + (1 - Beta) * z;
    }

    private double Evaluate(double parameter, [State] double z) => Average(parameter, z);

    private double Average(double y, double z) => (y - (1 - Beta) * z) / Beta;
}
