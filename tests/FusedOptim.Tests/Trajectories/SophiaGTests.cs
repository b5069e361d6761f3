using FusedOptim.Rules;

namespace FusedOptim.Tests.Trajectories;

/// <summary>Sophia-G, whose estimate of the Hessian the caller gives, through an optimizer beside its formula.</summary>
public class SophiaGTests
{
    private const int Elements = 33;
    private const int Steps = 60;

    // Clips some elements in some steps, not all.
    private static readonly SophiaG Rule = new(LearningRate: 0.01, Gamma: 0.5, Interval: 7);

    /// <summary>Liu et al. (2024), algorithm 3.</summary>
    [Fact]
    public void GoesWhereThePaperGoes()
    {
        using var parameters = new ParameterSet<double>();
        var parameter = parameters.Add("weight", ParameterKind.Weight, Elements);
        var generator = new BitGenerator(10);
        EdgeValues.FillOrdinary(parameter.Values, ref generator);
        using var optimizer = Optimizer.Create(parameters, Rule);
        var estimate = optimizer.GetState(parameter, "hessian_estimate");
        var expected = parameter.Values.ToArray();
        var (m, h) = (new double[Elements], new double[Elements]);
        var clipped = 0;
        for (var t = 1; t <= Steps; t++)
        {
            EdgeValues.FillOrdinary(parameter.Gradients, ref generator);
            // What stands there in other steps has no effect.
            EdgeValues.FillOrdinary(estimate, ref generator);
            for (var i = 0; i < Elements; i++)
            {
                m[i] = Rule.Beta1 * m[i] + (1 - Rule.Beta1) * parameter.Gradients[i];
                if (t % Rule.Interval == 1)
                    h[i] = Rule.Beta2 * h[i] + (1 - Rule.Beta2) * estimate[i];
                var ratio = m[i] / Math.Max(Rule.Gamma * h[i], Rule.Epsilon);
                if (Math.Abs(ratio) > 1)
                    (ratio, clipped) = (Math.Sign(ratio), clipped + 1);
                expected[i] -= Rule.LearningRate * Rule.WeightDecay * expected[i];
                expected[i] -= Rule.LearningRate * ratio;
            }

            optimizer.Step();

            Trajectory<double>.Check($"step {t}", expected, parameter.Values, 1e-12);
        }

        Assert.InRange(clipped, 1, Elements * Steps - 1);
        Trajectory<double>.Check("hessian", h, optimizer.GetState(parameter, "hessian"), 1e-12);
    }

    [Fact]
    public void ReadsTheEstimateAlone()
    {
        double[] estimate = [4, 0.25, 0];
        Rule.Apply(1, new double[3], [1.0, 1.0, 1.0], new double[3], new double[3], estimate);
        Assert.Equal([4, 0.25, 0], estimate);
    }
}
