using FusedOptim.Functions;
using FusedOptim.Rules;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>NaN and infinity are reported, and never preferred.</summary>
[Trait("Kind", "NotFinite")]
public class NotFiniteFaultTests
{
    private static readonly Dataset Spirals = ToyProblem.Spirals(160, seed: 1);

    [Fact]
    public void ANetworkThatIsNaNHasNoClassAndNoAccuracy()
    {
        using var network = ToyProblem.Model.Build(seed: 1);
        foreach (var parameter in network.Parameters)
            parameter.Values.Fill(float.NaN);
        var labels = new int[Spirals.Count];
        network.Classify(Spirals.Features, labels);
        Assert.All(labels, label => Assert.Equal(-1, label));
        var evaluation = Evaluation.Compute(network, new SoftmaxCrossEntropy(), Spirals);
        Assert.Equal(0, evaluation.Accuracy);
        Assert.Equal(double.NaN, evaluation.Loss);
    }

    [Theory]
    [InlineData(new[] { 1f, float.NaN, 3 }, -1)]
    [InlineData(new[] { float.NaN, 2, 3 }, -1)]
    [InlineData(new[] { 1f, 2, float.NaN }, -1)]
    [InlineData(new[] { float.PositiveInfinity, float.NaN, 0 }, -1)]
    [InlineData(new[] { float.PositiveInfinity, 0, float.PositiveInfinity }, -1)]
    [InlineData(new[] { float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity }, -1)]
    public void OutputsThatDoNotTellAreNoClass(float[] outputs, int expected) => Assert.Equal(expected, ClassOf(outputs));

    [Fact]
    public void FitStopsAtALossThatIsNaN()
    {
        using var trainer = Trainer.Create(ToyProblem.Model, new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
        var batches = 0;
        var report = trainer.Fit(Spirals, epochs: 40, progress: new Progress(() =>
        {
            if (++batches == 3)
                trainer.Network.Parameters["dense2.bias"].Values[5] = float.NaN;
        }));
        Assert.True(report.WasStopped);
        Assert.Equal(3, trainer.Optimizer.StepCount);
        Assert.Empty(report.Epochs);
        Assert.StartsWith("Step 4: the loss is NaN.", Assert.Single(report.Warnings));
        Assert.Contains("'dense2'", report.Warnings[0]);
    }

    /// <summary>A rate that is far too large, and nothing else.</summary>
    [Fact]
    public void FitStopsWhereTrainingDiverges()
    {
        using var trainer = Trainer.Create(
            new Sequential(new Dense(2, 8), new Relu(), new Dense(8, 3)), new Sgd(1e10), new SquaredLoss(), seed: 1);
        var report = trainer.Fit(Spirals.WithOneHotTargets(), epochs: 40);
        Assert.True(report.WasStopped);
        Assert.InRange(trainer.Optimizer.StepCount, 1, 10);
    }

    [Fact]
    public void GradientsThatAreNotFiniteDoNotGetIntoTheWeights()
    {
        // The loss is 10^40 or so, its derivatives by the weights are beyond single precision.
        using var trainer = Trainer.Create(new Sequential(new Dense(1, 1)), new Sgd(0.1), new SquaredLoss(), seed: 1);
        var before = trainer.Network.ComputeDigest();
        var report = trainer.Fit(new Dataset([1e20f, 2e20f], [0f, 0], 2), epochs: 40);
        Assert.True(report.WasStopped);
        Assert.Equal(0, trainer.Optimizer.StepCount);
        Assert.Equal(before, trainer.Network.ComputeDigest());
    }

    /// <summary>No loss follows that would tell.</summary>
    [Fact]
    public void ALastStepThatOverflowsIsTold()
    {
        using var trainer = Trainer.Create(new Sequential(new Dense(1, 1)), new Sgd(3e38), new SquaredLoss(), seed: 1);
        var report = trainer.Fit(new Dataset([10f, 20], [3f, 4], 2), epochs: 1);
        Assert.Equal(1, trainer.Optimizer.StepCount);
        Assert.True(report.WasStopped);
        Assert.Contains("dense1.weight", Assert.Single(report.Warnings));
    }

    [Fact]
    public void WeightsThatAreNotFiniteAreNotSaved()
    {
        using var file = new TemporaryFile();
        using var trainer = Trainer.Create(ToyProblem.Model, new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
        trainer.Checkpoints = new CheckpointFiles(Path.Combine(file.Folder, "run"), everySteps: 1);
        trainer.Fit(Spirals, epochs: 1);
        // The weights overflow in the next step.
        trainer.Schedule((Sgd rule, int _) => rule.LearningRate = 3e38);
        trainer.Network.Parameters["dense3.bias"].Values[0] = 10;
        trainer.Fit(Spirals, epochs: 1);
        using var saved = ToyProblem.Model.Build(seed: 0);
        saved.Load(trainer.Checkpoints.Last);
        Assert.All(saved.Parameters.SelectMany(p => p.Values.ToArray()), value => Assert.True(float.IsFinite(value), $"{value}"));
    }

    [Fact]
    public void ASkippedBatchLeavesTheLossOfTheOthers()
    {
        // One example of 4 overflows in the first layer.
        using var trainer = Trainer.Create(new Sequential(new Dense(2, 2)), new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
        trainer.SkipNonFinite = true;
        trainer.Network.Parameters["dense1.weight"].CopyFrom([1, 1, -1, -1]);
        var report = trainer.Fit(new Dataset([1, 2, 3e38f, 3e38f, 2, 1, -1, 1], [0, 0, 1, 1]), epochs: 1, batchSize: 1);
        Assert.Equal((3, 1), (trainer.Optimizer.StepCount, trainer.Optimizer.SkippedStepCount));
        Assert.True(double.IsFinite(report.Epochs[0].Training.Loss), $"{report.Epochs[0].Training}");
    }

    [Fact]
    public void EarlyStoppingDoesNotKeepTheWeightsOfAnInfiniteLoss()
    {
        using var network = new Sequential(new Dense(1, 1)).Build(seed: 1);
        var stopping = new EarlyStopping(patience: 2);
        Assert.False(stopping.Update(new Evaluation(double.PositiveInfinity, 0), network));
        Assert.Null(stopping.Best);
        Assert.True(stopping.Update(new Evaluation(double.NaN, 0), network));
        Assert.False(stopping.Restore(network));
    }

    [Fact]
    public void AnInfiniteLossIsNotTheBestEpoch()
    {
        var infinite = new EpochReport(1, new(1, 0.5), new(double.PositiveInfinity, 0.9), TimeSpan.Zero);
        var finite = new EpochReport(2, new(1, 0.5), new(2, 0.8), TimeSpan.Zero);
        var best = new BestEpoch();
        Assert.False(best.Take(infinite, Metric.Accuracy));
        Assert.False(best.Take(infinite, Metric.Loss));
        Assert.Null(best.Report);
        Assert.True(best.Take(finite, Metric.Accuracy));
        Assert.False(best.Take(infinite, Metric.Accuracy));
        Assert.Equal(finite, best.Report);
    }

    [Fact]
    public void ALossThatSinglePrecisionCannotHoldIsAddedInDouble()
    {
        var gradients = new float[4];
        float[] outputs = [1e20f, -3e38f, 2, 0];
        var loss = new SquaredLoss().Evaluate<float>(outputs, [0f, 3e38f, 1, 0], gradients);
        Assert.Equal((Square(1e20f) + Square(2.0 * 3e38f) + 1) / 4, loss, loss * 1e-12);
        Assert.Equal([(float)(2.0 * 1e20f / 4), (float)(-4.0 * 3e38f / 4), 0.5f, 0], gradients);
        Assert.Equal(loss, new SquaredLoss().Evaluate<float>(outputs, [0f, 3e38f, 1, 0]));
        Assert.Equal(1e38 * (3e38f - 5e37), new HuberLoss(1e38).Evaluate<float>([3e38f], [0f]), 1e70);

        static double Square(double value) => value * value;
    }

    /// <summary>−log of the logistic function: single precision has no logistic of −104.</summary>
    [Theory]
    [InlineData(-90f)]
    [InlineData(-104f)]
    [InlineData(-700f)]
    public void TheNegativeLogarithmOfTheLogisticHasItsValueAndDerivativeFarOut(float output)
    {
        var gradients = new float[1];
        Assert.Equal(-output, new NegativeLogLogistic().Evaluate<float>([output], [1f], gradients), 1e-4);
        Assert.Equal(-1, gradients[0], 1e-5f);
    }

    private static int ClassOf(float[] outputs)
    {
        using var network = new Sequential(new Input(3)).Build(seed: 1);
        var labels = new int[1];
        network.Classify(outputs, labels);
        return labels[0];
    }

    private sealed class Progress(Action afterBatch) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => afterBatch();
    }
}

[ElementwiseFunction]
public sealed partial record NegativeLogLogistic : ElementwiseLoss<NegativeLogLogistic>
{
    private static double Value(double output, double target) => -target * Elementwise.Log(Elementwise.Logistic(output));
}
