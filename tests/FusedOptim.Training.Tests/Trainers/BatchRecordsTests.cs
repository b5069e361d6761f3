using FusedOptim.Execution;
using FusedOptim.Rules;
using FusedOptim.Schedules;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>The records of batches in the report of a run.</summary>
public class BatchRecordsTests
{
    private static readonly Dataset Training = ToyProblem.Spirals(100, seed: 1);

    [Fact]
    public void AReportHasTheLossTheNormAndTheRateOfEachBatch()
    {
        using var trainer = Trainer.Create(ToyProblem.Model, new Sgd(), new SoftmaxCrossEntropy(), seed: 1);
        trainer.Schedule("LearningRate", new LinearDecay(0.5, 8));
        var losses = new List<float>();
        var rates = new List<float>();
        var thread = Environment.CurrentManagedThreadId;

        var report = trainer.Fit(Training, epochs: 2, progress: TrainingProgress.To(progress =>
        {
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            if (progress.Completed is not null)
                return;
            losses.Add((float)progress.BatchLoss);
            rates.Add((float)trainer.Optimizer.Groups[0].GetRule<Sgd>().LearningRate);
        }));

        Assert.Equal(8, losses.Count);
        Assert.Equal([4, 8], report.EpochEnds);
        Assert.Equal(losses, report.BatchLosses);
        Assert.Equal(rates, report.LearningRates);
        Assert.Equal(1, report.FirstStep);
        Assert.Equal(NormsByHand(report.LearningRates), report.GradientNorms);
    }

    [Fact]
    public void AnotherCallBeginsWithItsOwnFirstStep()
    {
        using var trainer = Create();
        trainer.Fit(Training, epochs: 2);
        var report = trainer.Fit(Training, epochs: 1);
        Assert.Equal(9, report.FirstStep);
        Assert.Equal([4], report.EpochEnds);
        Assert.Equal(4, report.BatchLosses.Count);
        Assert.Empty(trainer.Fit(Training, epochs: 0).BatchLosses);
    }

    [Fact]
    public void TheBatchThatTrainingStopsAtIsTheLast()
    {
        using var trainer = Create();
        var batches = 0;
        var report = trainer.Fit(Training, epochs: 2, progress: TrainingProgress.To(_ =>
        {
            if (++batches == 3)
                trainer.Network.Parameters["dense2.bias"].Values[1] = float.NaN;
        }));
        Assert.NotNull(report.NonFinite);
        Assert.Empty(report.EpochEnds);
        Assert.Equal(4, report.BatchLosses.Count);
        Assert.Equal([false, false, false, true], report.BatchLosses.Select(float.IsNaN));
        Assert.Equal([false, false, false, true], report.GradientNorms.Select(float.IsNaN));
    }

    /// <summary>A loss of 3·10³⁸ and derivatives of 10³⁸ are finite; multiplied by the scale they are not.</summary>
    [Fact]
    public void SkippedBatchesAreKept()
    {
        using var trainer = Create();
        trainer.LossScaler = new LossScaler(initialScale: Math.ScaleB(1, 127));
        float[] large = [.. Training.Features.ToArray().Select(feature => 1e4f * feature)];
        var report = trainer.Fit(new Dataset(large, Training.Labels.ToArray()), epochs: 1);
        Assert.InRange(trainer.Optimizer.SkippedStepCount, 1, 4);
        Assert.Equal(4, report.BatchLosses.Count);
        Assert.Equal(trainer.Optimizer.SkippedStepCount, report.GradientNorms.Count(norm => !float.IsFinite(norm)));
    }

    /// <summary>The norm is that of gradients without the scale.</summary>
    [Fact]
    public void ALossScaleIsNotInTheNorms()
    {
        using var plain = Create();
        using var scaled = Create();
        scaled.LossScaler = new LossScaler(initialScale: 1024);
        Assert.Equal(plain.Fit(Training, epochs: 1).GradientNorms, scaled.Fit(Training, epochs: 1).GradientNorms);
    }

    /// <summary>Twelve bytes while training and twelve in the report: 500 batches more take 12,000 bytes. An object for each would take as
    /// much again.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("value")]
    [InlineData("tensor")]
    public void NothingElseIsAllocatedForABatch(string? clip)
    {
        var examples = ToyProblem.Spirals(2000, seed: 1);
        using var team = new WorkerTeam(1);
        using var trainer = Trainer.Create(
            new Sequential(new Dense(2, 3)), new Sgd(0.01), new SoftmaxCrossEntropy(), seed: 1, new OptimizerOptions { Team = team });
        trainer.GradientClip = clip is null ? null : clip == "value" ? GradientClip.ByValue(-1, 2) : GradientClip.ByTensorNorm(1);
        trainer.L1Penalty = new L1Penalty(1e-4);
        trainer.Fit(examples, epochs: 1, batchSize: 4);
        var few = AllocatedBytes.Of(() => trainer.Fit(examples, epochs: 1, batchSize: 4));
        var many = AllocatedBytes.Of(() => trainer.Fit(examples, epochs: 1, batchSize: 2));
        Assert.InRange(many - few, 0, 500 * 24 + 4000);
    }

    [Fact]
    public void ProgressNeedsAMethod() =>
        Assert.Throws<ArgumentNullException>("report", () => TrainingProgress.To(null!));

    [Fact]
    public void AnExceptionOfTheMethodEndsTraining()
    {
        using var trainer = Create();
        var thrown = new InvalidOperationException("enough");
        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(
            () => trainer.Fit(Training, progress: TrainingProgress.To(_ => throw thrown))));
        Assert.Equal(1, trainer.Optimizer.StepCount);
    }

    private static Trainer Create() =>
        Trainer.Create(ToyProblem.Model, new AdamW(0.01), new SoftmaxCrossEntropy(), seed: 1);

    private static float[] NormsByHand(IReadOnlyList<float> rates)
    {
        using var network = ToyProblem.Model.Build(seed: 1);
        using var optimizer = Optimizer.Create(network.Parameters, new Sgd());
        var loss = new SoftmaxCrossEntropy();
        var batches = Training.GetBatches(32, seed: 1);
        var norms = new List<float>();
        for (var epoch = 1; epoch <= 2; epoch++)
        {
            foreach (var batch in batches.GetEpoch(epoch))
            {
                var outputs = network.Forward(batch.Features);
                loss.Evaluate(outputs, batch, network.OutputGradients);
                network.Backward();
                norms.Add((float)network.Parameters.ComputeGradientNorm());
                optimizer.Groups[0].GetRule<Sgd>().LearningRate = new LinearDecay(0.5, 8).At(norms.Count);
                optimizer.Step(new StepOptions { ZeroGradients = true });
            }
        }

        Assert.Equal(rates.Count, norms.Count);
        return [.. norms];
    }
}
