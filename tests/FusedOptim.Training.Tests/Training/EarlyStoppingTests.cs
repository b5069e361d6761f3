namespace FusedOptim.Training.Tests;

public class EarlyStoppingTests
{
    [Fact]
    public void StopsAfterPatienceAndRestoresTheBest()
    {
        using var network = new Sequential(new Dense(1, 1)).Build(seed: 1);
        var weight = network.Parameters["dense1.weight"];
        var stopping = new EarlyStopping(patience: 2, minimumChange: 0.1);
        Assert.False(stopping.Restore(network));

        double[] losses = [double.NaN, 1, 0.95, 0.8, double.NaN, 0.75];
        var due = new List<bool>();
        for (var i = 0; i < losses.Length; i++)
        {
            weight.Values[0] = i;
            due.Add(stopping.Update(new Evaluation(losses[i], 0), network));
        }

        Assert.Equal([false, false, false, false, false, true], due);
        Assert.Equal(0.8, stopping.Best);
        Assert.True(stopping.Restore(network));
        Assert.Equal(3, weight.Values[0]);
    }

    [Fact]
    public void AccuracyIsBetterWhenItIsHigher()
    {
        using var network = new Sequential(new Dense(1, 1)).Build(seed: 1);
        var stopping = new EarlyStopping(patience: 1, metric: StoppingMetric.Accuracy);
        Assert.False(stopping.Update(new Evaluation(1, 0.5), network));
        Assert.False(stopping.Update(new Evaluation(2, 0.6), network));
        Assert.True(stopping.Update(new Evaluation(0, 0.6), network));
    }

    [Fact]
    public void TheTrainerStopsAndEndsWithTheBestWeights()
    {
        // Few noisy examples and many weights: the training data are learned by heart.
        var training = ToyProblem.Spirals(40, seed: 1);
        var validation = ToyProblem.Spirals(200, seed: 2);
        using var trainer = Trainer.Create(ToyProblem.Model, new AdamW(0.03), new SoftmaxCrossEntropy(), seed: 1);
        trainer.EarlyStopping = new EarlyStopping(patience: 4);
        var report = trainer.Fit(training, validation, epochs: 400);
        Assert.True(report.WasStopped);
        var best = report.Epochs.MinBy(epoch => epoch.Validation!.Value.Loss)!;
        Assert.Equal(report.Epochs.Count, best.Epoch + 4);
        Assert.Equal(best.Validation, trainer.Evaluate(validation));
        Assert.Empty(trainer.Fit(training, validation, epochs: 5).Epochs);
        var error = Assert.Throws<ArgumentException>(() => trainer.Fit(training));
        Assert.StartsWith("EarlyStopping is set, and there are no validation data", error.Message);
    }

    /// <summary>A rule that evaluates with other weights than it trains ends with those that were evaluated.</summary>
    [Fact]
    public void TheBestWeightsAreThoseThatWereEvaluated()
    {
        var training = ToyProblem.Spirals(40, seed: 1);
        var validation = ToyProblem.Spirals(200, seed: 2);
        using var trainer = Trainer.Create(ToyProblem.Model, new ScheduleFreeAdamW(0.05), new SoftmaxCrossEntropy(), seed: 1);
        trainer.EarlyStopping = new EarlyStopping(patience: 3);
        var report = trainer.Fit(training, validation, epochs: 200);
        Assert.True(report.WasStopped);
        var best = report.Epochs.MinBy(epoch => epoch.Validation!.Value.Loss)!;
        Assert.NotSame(best, report.Epochs[^1]);
        Assert.Equal(best.Validation, trainer.Evaluate(validation));
        Assert.Equal(best.Validation, Evaluation.Of(trainer.Network, new SoftmaxCrossEntropy(), validation));
    }

    [Fact]
    public void RefusesNumbersOutOfRange()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(patience: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(minimumChange: double.NaN));
    }
}
