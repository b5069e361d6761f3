using FusedOptim.Rules;
using FusedOptim.Schedules;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Tuning;

namespace FusedOptim.Training.Tests;

/// <summary>How training ends at what is NaN or infinite, and when it does not.</summary>
[Trait("Members", "New")]
public class NonFiniteStopTests
{
    private static readonly Dataset Spirals = ToyProblem.Spirals(160, seed: 1);

    [Fact]
    public void TheReportNamesStepAndLayer()
    {
        using var trainer = Create(0.1);
        trainer.Fit(Spirals, epochs: 1);
        var before = trainer.Network.ComputeDigest();
        var bias = trainer.Network.Parameters["dense2.bias"];
        var value = bias.Values[3];
        bias.Values[3] = float.NaN;
        var report = trainer.Fit(Spirals, epochs: 1);
        var stop = Assert.IsType<NonFiniteStop>(report.NonFinite);
        Assert.Equal((6, "dense2"), (stop.Step, stop.Layer));
        Assert.StartsWith(
            "Step 6: the loss is NaN. The first layer that gives a value that is not finite is 'dense2': value 3 is NaN. " +
            "Element 3 of 'dense2.bias' is NaN.", stop.Message);
        Assert.Equal([stop.Message], report.Warnings);
        Assert.Contains(stop.Message, report.ToString());
        bias.Values[3] = value;
        Assert.Equal(before, trainer.Network.ComputeDigest());
    }

    [Fact]
    public void AGradientThatIsNotFiniteNamesItsLayer()
    {
        using var trainer = Trainer.Create(
            new Sequential(new Dense(1, 2), new Dense(2, 1)), new Sgd(0.1), new SquaredLoss(), seed: 1);
        trainer.Network.Parameters["dense1.weight"].CopyFrom([1, 1]);
        trainer.Network.Parameters["dense2.weight"].CopyFrom([1, 1]);
        // Outputs of 4·10^19: by the weights of the second layer the derivatives are 10^39.
        var report = trainer.Fit(new Dataset([2e19f, 2e19f], [0f, 0], 2), epochs: 1);
        Assert.Null(report.NonFinite!.Layer is "dense1" or "dense2" ? null : report.NonFinite.Message);
        Assert.Matches("Step 1: the loss is .*, the gradients of 'dense[12].weight' are not all finite", report.NonFinite.Message);
        Assert.All(trainer.Network.Parameters.SelectMany(p => p.Values.ToArray()), x => Assert.True(float.IsFinite(x)));
        Assert.Equal(0, trainer.Optimizer.StepCount);
    }

    [Fact]
    public void ClippingStopsAtAGradientThatIsNotFinite()
    {
        using var trainer = Create(0.1);
        trainer.MaximumNorm = 1;
        trainer.Network.Parameters["dense2.bias"].Values[3] = float.NaN;
        Assert.Equal("dense2", trainer.Fit(Spirals, epochs: 1).NonFinite?.Layer);
    }

    [Fact]
    public void InputsThatAreNotFiniteAreNamed()
    {
        float[] features = [1, 2, 3, 4];
        var data = new Dataset(features, [0, 1]);
        features[3] = float.PositiveInfinity;
        using var trainer = Create(0.1);
        var stop = trainer.Fit(data, epochs: 1).NonFinite!;
        Assert.Null(stop.Layer);
        Assert.Matches("The inputs are not finite: value 1 of example [01] of the batch is", stop.Message);
    }

    /// <summary>The activations are those of the part where the loss became NaN, not of the last one.</summary>
    [Fact]
    public void APartOfABatchNamesItsOwnLayer()
    {
        using var trainer = Trainer.Create(new Sequential(new Dense(1, 2)), new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
        trainer.Network.Parameters["dense1.weight"].CopyFrom([10, -10]);
        trainer.MicroBatchCount = 8;
        var report = trainer.Fit(new Dataset([1, 1, 1, 1, 3e38f, 1, 1, 1], [0, 0, 0, 0, 1, 0, 0, 0]), epochs: 1);
        Assert.Equal("dense1", report.NonFinite?.Layer);
        Assert.Contains("Its parameters are finite.", report.NonFinite!.Message);
    }

    /// <summary>The pass of the batch that comes again has the number, and the masks, that it had.</summary>
    [Fact]
    public void AfterAStopTrainingGoesOnAsIfItHadNotBeen()
    {
        var model = new Sequential(new Dense(2, 9), new BatchNorm(), new Relu(), new Dropout(0.5), new Dense(9, 3));
        using var expected = Trainer.Create(model, new AdamW(), new SoftmaxCrossEntropy(), seed: 1);
        using var trainer = Trainer.Create(model, new AdamW(), new SoftmaxCrossEntropy(), seed: 1);
        var bias = trainer.Network.Parameters["dense1.bias"];
        bias.Values[3] = float.NaN;
        Assert.NotNull(trainer.Fit(Spirals, epochs: 1).NonFinite);
        bias.Values[3] = 0;
        var report = trainer.Fit(Spirals, epochs: 1);
        Assert.Null(report.NonFinite);
        Assert.False(report.WasStopped);
        Assert.Equal(expected.Fit(Spirals, epochs: 1).Epochs[0].Training, report.Epochs[0].Training);
        Assert.Equal(expected.Network.ComputeDigest(), trainer.Network.ComputeDigest());
    }

    [Fact]
    public void TheBestWeightsArePutBack()
    {
        var validation = ToyProblem.Spirals(60, seed: 2);
        using var trainer = Create(0.1);
        trainer.EarlyStopping = new EarlyStopping();
        var report = trainer.Fit(Spirals, validation, epochs: 9, progress: new Progress(progress =>
        {
            if (progress is { Epoch: 3, Batch: 2 })
                trainer.Network.Parameters["dense1.weight"].Values[0] = float.NaN;
        }));
        Assert.Equal("dense1", report.NonFinite?.Layer);
        Assert.Equal(2, report.Epochs.Count);
        Assert.Equal(report.Best!.Validation!.Value.Loss, trainer.Evaluate(validation).Loss);
    }

    [Fact]
    public void SkippingEndsWhereAWeightIsNotFinite()
    {
        using var trainer = Create(0.1);
        trainer.SkipNonFinite = true;
        trainer.Network.Parameters["dense2.bias"].Values[3] = float.NaN;
        Assert.Equal("dense2", trainer.Fit(Spirals, epochs: 3).NonFinite?.Layer);
        Assert.Equal(1, trainer.Optimizer.SkippedStepCount);
    }

    [Fact]
    public void SkippingEndsAfterAHundredStepsInARow()
    {
        using var trainer = Trainer.Create(new Sequential(new Dense(2, 2)), new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
        trainer.SkipNonFinite = true;
        trainer.Network.Parameters["dense1.weight"].CopyFrom([1, 1, -1, -1]);
        var overflowing = new Dataset([3e38f, 3e38f], [1]);
        Assert.Null(trainer.Fit(overflowing, epochs: 99).NonFinite);
        var stop = trainer.Fit(overflowing, epochs: 300).NonFinite!;
        Assert.Equal(199, trainer.Optimizer.SkippedStepCount);
        Assert.Null(stop.Layer);
        Assert.EndsWith("100 steps in a row were skipped.", stop.Message);
    }

    /// <summary>Even from the largest scale down to the smallest.</summary>
    [Fact]
    public void ALossScaleThatFallsIsNoReasonToStop()
    {
        // A rate of 0: with gradients of 10^37 any other would be a leap.
        using var trainer = Create(0);
        var scaler = trainer.LossScaler = new LossScaler(float.MaxValue, backoffFactor: 0.75, minimumScale: 1e-3);
        float[] large = [.. Spirals.Features.ToArray().Select(feature => 1e37f * feature)];
        trainer.Network.Parameters["dense1.weight"].Values.Fill(1e-36f);
        var report = trainer.Fit(new Dataset(large, Spirals.Labels.ToArray()), epochs: 60);
        Assert.Null(report.NonFinite);
        Assert.InRange(trainer.Optimizer.SkippedStepCount, 101, 299);
        Assert.InRange(scaler.Scale, scaler.MinimumScale, 1e4);
    }

    [Fact]
    public void AValidationLossThatIsNotFiniteIsNoImprovementAndNoReasonToStop()
    {
        using var trainer = Create(0.01);
        trainer.EarlyStopping = new EarlyStopping(patience: 2);
        var plateau = new ReduceOnPlateau(0.1, factor: 0.5, patience: 0);
        trainer.Schedule("LearningRate", plateau);
        var report = trainer.Fit(Spirals, new Dataset([3e38f, 3e38f], [0]), epochs: 9);
        Assert.Equal(2, report.Epochs.Count);
        Assert.True(report.WasStopped);
        Assert.Null(report.NonFinite);
        Assert.Null(report.Best);
        Assert.Equal(0.025, plateau.Value, 1e-12);
        Assert.Contains(report.Warnings, warning => warning.StartsWith("Epoch 1: the validation loss is ", StringComparison.Ordinal));
    }

    [Fact]
    public void ARangeTestEndsWhereTheLossIsNotFinite()
    {
        var report = new LearningRateRangeTest(1e9, 1e38, steps: 50).Run(
            new Sequential(new Dense(2, 8), new Relu(), new Dense(8, 3)), new Sgd(), new SquaredLoss(), Spirals.WithOneHotTargets(),
            (rule, value) => rule.LearningRate = value, seed: 0);
        Assert.InRange(report.Points.Count, 1, 10);
        Assert.All(report.Points, point => Assert.True(double.IsFinite(point.Loss)));
    }

    private static Trainer Create(double rate) =>
        Trainer.Create(ToyProblem.Model, new Sgd(rate), new SoftmaxCrossEntropy(), seed: 1);

    private sealed class Progress(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
