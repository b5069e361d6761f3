using FusedOptim.Rules;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

[Trait("Members", "New")]
public class TrainerThreadTests
{
    private const string Message =
        "The trainer is in use on another thread. Wait until its call returns. To predict on several threads, build a network for " +
        "each of them and load what SaveNetwork saved.";

    private static readonly Dataset Data = ToyProblem.Spirals(40, seed: 1);
    private static readonly Dataset Numbers = Data.WithOneHotTargets();

    private static readonly Dictionary<string, Action<Trainer>> Entries = new()
    {
        ["Fit"] = trainer => trainer.Fit(Data, epochs: 1),
        ["Evaluate"] = trainer => trainer.Evaluate(Data),
        ["Predict"] = trainer => trainer.Predict(Data.Features),
        ["Predict all"] = trainer => trainer.Predict(Data),
        ["PredictProbabilities"] = trainer => trainer.PredictProbabilities(Data.Features),
        ["PredictProbabilities of all"] = trainer => trainer.PredictProbabilities(Data),
        ["Classify"] = trainer => trainer.Classify(Data.Features, new int[Data.Count]),
        ["Classify one"] = trainer => trainer.Classify(Data.GetRow(0)),
        ["Classify all"] = trainer => trainer.Classify(Data),
        ["GetTopClasses"] = trainer => trainer.GetTopClasses(Data.GetRow(0), 2),
        ["ComputeConfusionMatrix"] = trainer => trainer.ComputeConfusionMatrix(Data),
        ["EvaluateRegression"] = trainer => trainer.EvaluateRegression(Numbers),
        ["UpdateBatchNorm"] = trainer => trainer.UpdateBatchNorm(Data),
    };

    // They do not compute passes, where the other ones are held.
    private static readonly Action<Trainer>[] FileEntries =
    [
        trainer => trainer.Save(Stream.Null),
        trainer => trainer.Save("missing/file"),
        trainer => trainer.Load(Stream.Null),
        trainer => trainer.Load("missing/file"),
        trainer => trainer.SaveNetwork(Stream.Null),
        trainer => trainer.SaveNetwork("missing/file"),
        trainer => trainer.UseEvaluationWeights().Dispose(),
    ];

    public static TheoryData<string> EntryNames => [.. Entries.Keys];

    [Fact]
    public void FitRefusesItselfInItsProgressAndTrainsAsWithoutTheRefusal()
    {
        using var trainer = Trainer.Create(ToyProblem.Model, new AdamW(), new SoftmaxCrossEntropy(), seed: 1);
        using var alone = Trainer.Create(ToyProblem.Model, new AdamW(), new SoftmaxCrossEntropy(), seed: 1);
        var refusals = 0;
        trainer.Fit(Data, epochs: 2, progress: TrainingProgress.To(_ =>
        {
            var refusal = Assert.Throws<InvalidOperationException>(() => trainer.Fit(Data, epochs: 1));
            Assert.Equal(
                "Fit is called while Fit runs, such as in its progress. Call it again when the first call has returned.", refusal.Message);
            refusals++;
        }));
        alone.Fit(Data, epochs: 2);
        Assert.True(refusals > 2);
        Assert.Equal(alone.Network.ComputeDigest(), trainer.Network.ComputeDigest());
        trainer.Fit(Data, epochs: 1);
    }

    [Theory]
    [MemberData(nameof(EntryNames))]
    public void ASecondThreadIsRefusedInEachMemberAndChangesNothing(string name)
    {
        using var held = new HeldCall();
        using var trainer = Create(held);
        using var alone = Create(held);
        Entries[name](alone);
        alone.Fit(Data, epochs: 2);

        held.Run(() => Entries[name](trainer), () =>
        {
            foreach (var entry in Entries.Values.Concat(FileEntries))
                Assert.Equal(Message, Assert.Throws<InvalidOperationException>(() => entry(trainer)).Message);
            Assert.StartsWith(
                "The network is in use on another thread.",
                Assert.Throws<InvalidOperationException>(() => trainer.Network.Predict([1, 2])).Message);
        });

        trainer.Fit(Data, epochs: 2);
        Assert.Equal(alone.Network.ComputeDigest(), trainer.Network.ComputeDigest());
    }

    /// <summary>Between passes, the network of a trainer is in use too.</summary>
    [Fact]
    public void CallbacksUseTheTrainerAndOtherThreadsDoNot()
    {
        using var held = new HeldCall();
        using var trainer = Create(held, waits: false);
        var reports = 0;
        held.Run(
            () => trainer.Fit(Data, epochs: 2, progress: new Recorder(() =>
            {
                reports++;
                foreach (var entry in Entries.Values.Skip(1))
                    entry(trainer);
                trainer.Save(Stream.Null);
                trainer.SaveNetwork(Stream.Null);
                trainer.Network.Predict([1, 2]);
                held.Wait();
            })),
            () =>
            {
                Assert.Equal(Message, Assert.Throws<InvalidOperationException>(() => trainer.Evaluate(Data)).Message);
                Assert.Throws<InvalidOperationException>(() => trainer.Network.Predict([1, 2]));
            });
        Assert.Equal(2 * 2 + 2, reports);
    }

    [Fact]
    public void TheNextThreadIsAdmittedAfterACallThatThrows()
    {
        using var held = new HeldCall();
        using var trainer = Create(held, waits: false);
        held.Run(
            () =>
            {
                Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => trainer.Fit(Data, batchSize: 0));
                Assert.Throws<ArgumentException>("dataset", () => trainer.Evaluate(new Dataset([1f], [0])));
                Assert.Throws<ArgumentException>("inputs", () => trainer.Predict([1]));
                held.Wait();
            },
            () => Assert.Single(trainer.Fit(Data, epochs: 1).Epochs));
    }

    [Fact]
    public void AScopeThatAnotherThreadUsesIsDisposedAgainAfterThat()
    {
        using var held = new HeldCall();
        using var trainer = Create(held);
        trainer.Fit(Data, epochs: 1);
        var training = trainer.Network.ComputeDigest();
        var scope = trainer.UseEvaluationWeights();
        var evaluated = trainer.Network.ComputeDigest();
        held.Run(() => trainer.Evaluate(Data), () =>
        {
            Assert.Equal(Message, Assert.Throws<InvalidOperationException>(scope.Dispose).Message);
            Assert.Equal(evaluated, trainer.Network.ComputeDigest());
        });

        scope.Dispose();
        Assert.NotEqual(evaluated, training);
        Assert.Equal(training, trainer.Network.ComputeDigest());
        scope.Dispose();
    }

    [Fact]
    public void ADisposedTrainerIsNamed()
    {
        using var held = new HeldCall();
        var trainer = Create(held);
        var scope = trainer.UseEvaluationWeights();
        trainer.Dispose();
        scope.Dispose();
        trainer.Dispose();
        foreach (var entry in Entries.Values.Concat(FileEntries))
        {
            var error = Assert.Throws<ObjectDisposedException>(() => entry(trainer));
            Assert.Equal("FusedOptim.Training.Trainer", error.ObjectName);
        }
    }

    [Fact]
    public void DisposingEndsACallOnAnotherThread()
    {
        using var held = new HeldCall();
        var trainer = Create(held);
        held.Run(() => Assert.Throws<ObjectDisposedException>(() => trainer.Fit(Data, epochs: 1)), trainer.Dispose);
    }

    private static Trainer Create(HeldCall held, bool waits = true)
    {
        Layer between = waits ? new HeldCall.Waiting(held) : new Tanh();
        return Trainer.Create(
            new Sequential(new Dense(2, 8), between, new BatchNorm(), new Dense(8, 3)), new ScheduleFreeAdamW(0.05),
            new SoftmaxCrossEntropy(), seed: 1);
    }

    private sealed class Recorder(Action record) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => record();
    }
}
