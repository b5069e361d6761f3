using FusedOptim.Schedules;

namespace FusedOptim.Tests.Optimization.Modifiers;

/// <summary>Decay as the papers have it, in loops over single elements.</summary>
public class WeightDecayTests
{
    private const int Steps = 100;

    // Of θ ← θ − η(d + λ·1[d·θ ≥ 0]·θ), L. Chen et al., 2025.
    [Fact]
    public void CautiousDecayGoesWhereThePaperGoes()
    {
        const double Rate = 0.1, Decay = 0.3, Momentum = 0.9;
        using var set = DriftModel.CreateSet<double>(67);
        DriftModel.Fill(set, seed: 1);
        var (expected, m) = (set[0].Values.ToArray(), new double[67]);
        using var optimizer = Optimizer.Create(set, new CautiousDecayMomentum());
        var (decayed, kept) = (0, 0);
        for (var step = 1; step <= Steps; step++)
        {
            DriftModel.FillGradients(set[0], new Random(step));
            for (var i = 0; i < expected.Length; i++)
            {
                m[i] = Momentum * m[i] + set[0].Gradients[i];
                var agrees = m[i] * expected[i] >= 0;
                (decayed, kept) = agrees ? (decayed + 1, kept) : (decayed, kept + 1);
                expected[i] -= Rate * (m[i] + (agrees ? Decay * expected[i] : 0));
            }

            optimizer.Step();
            Near(expected, set[0].Values);
        }

        Assert.True(decayed > 1000 && kept > 1000, $"{decayed} elements decayed, {kept} did not.");
    }

    [Theory]
    [InlineData(2.0, 0.0, 2.0 - 0.1 * 0.3 * 2.0)]
    [InlineData(-2.0, 0.0, -2.0 + 0.1 * 0.3 * 2.0)]
    [InlineData(2.0, -1.0, 2.1)]
    public void AZeroAgreesWithAnySign(double parameter, double gradient, double expected)
    {
        double[] values = [parameter], m = [0];
        new CautiousDecayMomentum().Apply(1, values, [gradient], m);
        Assert.Equal(expected, values[0], 1e-15);
    }

    // Of θ ← (1 − η·(η/η_max)·λ)θ − η·d, A. Defazio, 2025, with Adam's direction; two groups with their own peaks.
    [Fact]
    public void CorrectedDecayFollowsTheScheduleOfEachGroup()
    {
        const double Decay = 0.1;
        using var set = DriftModel.CreateSet<double>(67, 33);
        DriftModel.Fill(set, seed: 2);
        var expected = set.Select(parameter => parameter.Values.ToArray()).ToArray();
        var m = expected.Select(values => new double[values.Length]).ToArray();
        var v = expected.Select(values => new double[values.Length]).ToArray();
        var rule = new CorrectedAdam { LearningRate = 0.02, PeakLearningRate = 0.02 };
        using var optimizer = Optimizer.Create(
            set, parameter => parameter == set[0] ? rule : rule with { LearningRate = 0.005, PeakLearningRate = 0.005 });
        optimizer.Schedule(nameof(CorrectedAdam.LearningRate), new Cosine(1, Steps), ScheduleMode.Multiply);
        for (var step = 1; step <= Steps; step++)
        {
            for (var index = 0; index < set.Count; index++)
            {
                DriftModel.FillGradients(set[index], new Random(step + 1000 * index));
                var peak = index == 0 ? 0.02 : 0.005;
                var rate = peak * new Cosine(1, Steps).At(step);
                for (var i = 0; i < expected[index].Length; i++)
                {
                    var gradient = set[index].Gradients[i];
                    m[index][i] = 0.9 * m[index][i] + 0.1 * gradient;
                    v[index][i] = 0.999 * v[index][i] + 0.001 * gradient * gradient;
                    var direction = m[index][i] / (1 - Math.Pow(0.9, step)) / (Math.Sqrt(v[index][i] / (1 - Math.Pow(0.999, step))) + 1e-8);
                    expected[index][i] = (1 - rate * (rate / peak) * Decay) * expected[index][i] - rate * direction;
                }
            }

            optimizer.Step();
        }

        for (var index = 0; index < set.Count; index++)
            Near(expected[index], set[index].Values);
    }

    [Fact]
    public void ThePeakHasNoDefault()
    {
        IUpdateRule rule = new CorrectedAdam { PeakLearningRate = 0.5 };
        var peak = rule.Schema.Hyperparameters[rule.Schema.IndexOfHyperparameter(nameof(CorrectedAdam.PeakLearningRate))];
        Assert.Equal(double.NaN, peak.Default);
        Assert.Equal(0.5, rule.GetHyperparameter(nameof(CorrectedAdam.PeakLearningRate)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CorrectedAdam { PeakLearningRate = 0 });
    }

    private static void Near(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-10 * Math.Max(1, Math.Abs(expected[i])));
    }
}
