using FusedOptim.Rules;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Tuning;

namespace FusedOptim.Training.Tests;

public class LearningRateRangeTestTests
{
    private static readonly Dataset Training = ToyProblem.Spirals(300, seed: 1);

    [Fact]
    public void FindsARateThatTrains()
    {
        var test = new LearningRateRangeTest(1e-5, 100, steps: 80);
        var report = test.Run(
            ToyProblem.Model, new AdamW(), new SoftmaxCrossEntropy(), Training, (rule, value) => rule.LearningRate = value,
            seed: 0);
        // It diverges before the end, and the rate lies where AdamW learns.
        Assert.InRange(report.Points.Count, 30, 79);
        Assert.InRange(report.Suggestion, 5e-4, 0.3);
        Assert.Equal(report.Points[10].Value, test.GetValue(11));

        Assert.True(Loss(report.Suggestion) < 0.7 * Loss(1e-5));
        static double Loss(double rate)
        {
            using var trainer = Trainer.Create(ToyProblem.Model, new AdamW(rate), new SoftmaxCrossEntropy(), seed: 1);
            return trainer.Fit(Training, epochs: 10).Epochs[^1].Training.Loss;
        }
    }

    [Fact]
    public void TheValueGrowsByOneFactor()
    {
        var test = new LearningRateRangeTest(0.001, 10, steps: 5);
        Assert.Equal([0.001, 0.01, 0.1, 1, 10], Enumerable.Range(1, 5).Select(step => Math.Round(test.GetValue(step), 12)));
        Assert.Equal(10, test.GetValue(5));
    }

    [Fact]
    public void RefusesNumbersOutOfRange()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateRangeTest(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateRangeTest(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateRangeTest(1, 2, steps: 1));
    }
}
