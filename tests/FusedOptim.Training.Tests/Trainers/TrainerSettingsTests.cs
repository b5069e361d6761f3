using FusedOptim.Rules;
using FusedOptim.Schedules;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

public class TrainerSettingsTests
{
    private static readonly Dataset Training = ToyProblem.Spirals(160, seed: 1);

    [Fact]
    public void BatchesGrow()
    {
        var growth = new BatchGrowth(factor: 2, epochs: 2, maximum: 100);
        Assert.Equal([32, 32, 64, 64, 100, 100], Enumerable.Range(1, 6).Select(epoch => growth.GetBatchSize(32, epoch)));
        Assert.Equal(128, growth.GetBatchSize(128, 9));
        Assert.Equal(int.MaxValue, new BatchGrowth(10, 1).GetBatchSize(1000, 1000));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchGrowth(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchGrowth(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => growth.GetBatchSize(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => growth.GetBatchSize(1, 0));

        using var trainer = Create();
        trainer.BatchGrowth = growth;
        trainer.Fit(Training, epochs: 5);
        Assert.Equal(5 + 5 + 3 + 3 + 2, trainer.Optimizer.StepCount);
    }

    [Theory]
    [InlineData(Metric.Loss, true)]
    [InlineData(Metric.Accuracy, true)]
    [InlineData(Metric.Loss, false)]
    public void TheRateFallsOnPlateaus(Metric metric, bool hasValidation)
    {
        var validation = hasValidation ? ToyProblem.Spirals(60, seed: 2) : null;
        var byHand = new ReduceOnPlateau(0.05, factor: 0.5, patience: 0, threshold: 0.3);
        using var trainer = Create();
        trainer.Metric = metric;
        var plateau = new ReduceOnPlateau(0.05, factor: 0.5, patience: 0, threshold: 0.3);
        trainer.Schedule("LearningRate", plateau);
        foreach (var epoch in trainer.Fit(Training, validation, epochs: 12).Epochs)
        {
            var result = epoch.Validation ?? epoch.Training;
            byHand.Update(metric == Metric.Loss ? result.Loss : -result.Accuracy);
        }

        Assert.InRange(byHand.Value, 0, 0.025);
        Assert.Equal(byHand.State, plateau.State);
    }

    [Fact]
    public void NoiseHasItsVarianceAndFallsWithTheSteps()
    {
        var noise = new GradientNoise(eta: 0.04, gamma: 0.5, seed: 1);
        Assert.Equal(0.2, noise.GetDeviation(1), 1e-12);
        Assert.Equal(0.1, noise.GetDeviation(16), 1e-12);
        using var network = new Sequential(new Dense(100, 100)).Build<double>(seed: 1);
        var gradients = network.Parameters["dense1.weight"].Gradients;
        noise.AddTo(network.Parameters, step: 16);
        var first = gradients.ToArray();
        Assert.Equal(0, first.Average(), 0.004);
        Assert.Equal(0.01, first.Average(value => value * value), 0.0006);
        gradients.Clear();
        noise.AddTo(network.Parameters, step: 17);
        Assert.DoesNotContain(gradients.ToArray().Zip(first), pair => pair.First == pair.Second);
        gradients.Clear();
        noise.AddTo(network.Parameters, step: 16);
        Assert.Equal(first, gradients.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => new GradientNoise(eta: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GradientNoise(gamma: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => noise.GetDeviation(0));
    }

    [Fact]
    public void ALossScaleScalesTheNoiseToo()
    {
        using var plain = Create();
        using var scaled = Create();
        foreach (var trainer in new[] { plain, scaled })
            trainer.GradientNoise = new GradientNoise();
        scaled.LossScaler = new LossScaler(initialScale: 1024);
        plain.Fit(Training, epochs: 1);
        scaled.Fit(Training, epochs: 1);
        foreach (var (a, b) in plain.Network.Parameters.Zip(scaled.Network.Parameters))
        {
            for (var i = 0; i < a.Count; i++)
                Assert.Equal(a.Values[i], b.Values[i], 1e-4f);
        }
    }

    [Fact]
    public void EvaluatesWithTheWeightsToEvaluateWith()
    {
        using var trainer = Trainer.Create(ToyProblem.Model, new ScheduleFreeAdamW(0.02), new SoftmaxCrossEntropy(), seed: 1);
        trainer.Fit(Training, epochs: 2);
        var before = trainer.Network.ComputeDigest();
        Evaluation expected;
        using (trainer.Optimizer.UseEvaluationWeights())
        {
            var outputs = trainer.Network.Predict(Training.Features);
            expected = new(new SoftmaxCrossEntropy().Evaluate(outputs, Training.Labels), 0);
        }

        Assert.Equal(expected.Loss, trainer.Evaluate(Training).Loss, 1e-6);
        var withTrainingWeights = new SoftmaxCrossEntropy().Evaluate(trainer.Network.Predict(Training.Features), Training.Labels);
        Assert.NotEqual(expected.Loss, withTrainingWeights, 1e-6);
        Assert.Equal(before, trainer.Network.ComputeDigest());
    }

    private static Trainer Create() =>
        Trainer.Create(ToyProblem.Model, new AdamW(0.01), new SoftmaxCrossEntropy(), seed: 5);
}
