using FusedOptim.Rules;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

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
        Assert.Equal(0.75, stopping.Best?.Loss);
        Assert.True(stopping.Restore(network));
        // Better by less than the minimum change: kept, and no reason to go on.
        Assert.Equal(5, weight.Values[0]);
    }

    [Fact]
    public void AccuracyIsBetterWhenItIsHigher()
    {
        using var network = new Sequential(new Dense(1, 1)).Build(seed: 1);
        var stopping = new EarlyStopping(patience: 1);
        Assert.False(stopping.Update(new Evaluation(1, 0.5), network, Metric.Accuracy));
        Assert.False(stopping.Update(new Evaluation(2, 0.6), network, Metric.Accuracy));
        Assert.True(stopping.Update(new Evaluation(0, 0.6), network, Metric.Accuracy));
        Assert.Equal(new Evaluation(0, 0.6), stopping.Best);
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
        Assert.Equal(best.Validation, Evaluation.Compute(trainer.Network, new SoftmaxCrossEntropy(), validation));
    }

    /// <summary>After the best weights were put back, a checkpoint is of the weights of training, or says that it is not.</summary>
    [Fact]
    public void ALoadedCheckpointIsEvaluatedAsItWas()
    {
        using var file = new TemporaryFile();
        var training = ToyProblem.Spirals(40, seed: 1);
        var validation = ToyProblem.Spirals(200, seed: 2);
        using var trainer = Create();
        trainer.Checkpoints = new CheckpointFiles(Path.Combine(file.Folder, "run"));
        var report = trainer.Fit(training, validation, epochs: 200);
        var best = trainer.Evaluate(validation);
        trainer.Save(file.Path);
        trainer.Load(trainer.Checkpoints.Last);
        Assert.Equal(report.Epochs[^1].Validation, trainer.Evaluate(validation));

        using var other = Create();
        other.Load(file.Path);
        Assert.Equal(best, other.Evaluate(validation));

        static Trainer Create()
        {
            var trainer = Trainer.Create(ToyProblem.Model, new ScheduleFreeAdamW(0.05), new SoftmaxCrossEntropy(), seed: 1);
            trainer.EarlyStopping = new EarlyStopping(patience: 3);
            return trainer;
        }
    }

    /// <summary>What one run remembers must not end another, whose weights it would replace.</summary>
    [Fact]
    public void OneIsForOneRun()
    {
        var data = ToyProblem.Spirals(40, seed: 1);
        var stopping = new EarlyStopping(patience: 1);
        using var first = Trainer.Create(ToyProblem.Model, new AdamW(), new SoftmaxCrossEntropy(), seed: 1);
        using var second = Trainer.Create(ToyProblem.Model, new AdamW(), new SoftmaxCrossEntropy(), seed: 2);
        using var third = Trainer.Create(ToyProblem.Model, new AdamW(), new SoftmaxCrossEntropy(), seed: 3);
        first.EarlyStopping = stopping;
        third.EarlyStopping = stopping;
        first.Fit(data, data, epochs: 1);
        first.EarlyStopping = stopping;
        var error = Assert.Throws<ArgumentException>(() => second.EarlyStopping = stopping);
        Assert.StartsWith("EarlyStopping remembers another network's run", error.Message);
        Assert.Throws<ArgumentException>(() => third.Fit(data, data, epochs: 1));
        Assert.Equal(0, third.Optimizer.StepCount);
        Assert.Throws<ArgumentException>(() => stopping.Restore(second.Network));
    }

    /// <summary>There may be no end but the stop.</summary>
    [Fact]
    public void TheNumberOfEpochsMayBeTheGreatest()
    {
        using var trainer = Trainer.Create(ToyProblem.Model, new AdamW(0.03), new SoftmaxCrossEntropy(), seed: 1);
        trainer.EarlyStopping = new EarlyStopping(patience: 1);
        var training = ToyProblem.Spirals(40, seed: 1);
        trainer.Fit(training, training, epochs: 1);
        Assert.True(trainer.Fit(training, ToyProblem.Spirals(40, seed: 2), epochs: int.MaxValue).WasStopped);
    }

    [Fact]
    public void RefusesNumbersOutOfRange()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(patience: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(minimumChange: double.NaN));
    }
}
