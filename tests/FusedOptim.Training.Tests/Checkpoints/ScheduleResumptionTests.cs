using FusedOptim.Rules;
using FusedOptim.Schedules;
using FusedOptim.Training.Checkpoints;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>Runs with schedules that are saved and continue elsewhere, with the schedules added before or after loading.</summary>
[Trait("Kind", "Groups")]
public sealed class ScheduleResumptionTests
{
    private const string Rate = nameof(AdamW.LearningRate);
    private static readonly Dataset Training = ToyProblem.Spirals(60, seed: 1);
    private static readonly Dataset Validation = ToyProblem.Spirals(60, seed: 2);

    [Theory]
    [InlineData(ScheduleMode.Multiply, true)]
    [InlineData(ScheduleMode.Multiply, false)]
    [InlineData(ScheduleMode.Replace, true)]
    [InlineData(ScheduleMode.Replace, false)]
    public void ARunContinuesWithTheSameBitsWhicheverComesFirst(ScheduleMode mode, bool loadsFirst)
    {
        using var file = new TemporaryFile();
        var cosine = new Cosine(mode == ScheduleMode.Multiply ? 1 : 0.01, 20).WithWarmUp(3);
        using var whole = Create();
        whole.Schedule(Rate, cosine, mode);
        whole.Fit(Training, epochs: 3);
        whole.Save(file.Path);
        whole.Fit(Training, epochs: 3);

        using var resumed = Create();
        if (loadsFirst)
            resumed.Load(file.Path);
        resumed.Schedule(Rate, cosine, mode);
        if (!loadsFirst)
            resumed.Load(file.Path);
        resumed.Fit(Training, epochs: 3);
        Assert.Equal(whole.Network.ComputeDigest(), resumed.Network.ComputeDigest());
        Assert.Equal(BaseValues(whole), BaseValues(resumed));
        Assert.Equal([0.02, 0.005], BaseValues(resumed));
    }

    /// <summary>The rate of the file has gone through the schedule; what it is a factor of comes back with it.</summary>
    [Fact]
    public void AScheduleThatTakesThePlaceOfAnotherAfterLoadingStartsFromTheBaseValues()
    {
        using var file = new TemporaryFile();
        using var trainer = Create();
        trainer.Schedule(Rate, new LinearDecay(1, 8), ScheduleMode.Multiply);
        trainer.Fit(Training, epochs: 2);
        trainer.Save(file.Path);

        using var resumed = Create();
        resumed.Load(file.Path);
        Assert.Equal(Rates(trainer), Rates(resumed));
        Assert.Equal(0.02 * 0.625, Rates(resumed)[0]);
        foreach (var each in (Trainer[])[trainer, resumed])
        {
            each.Schedule(Rate, new ConstantSchedule(0.5), ScheduleMode.Multiply);
            each.Fit(Training, epochs: 1);
            Assert.Equal([0.01, 0.0025], Rates(each));
        }
    }

    [Fact]
    public void AValueThatTheProgramSetIsTheBaseValueAfterLoadingToo()
    {
        using var file = new TemporaryFile();
        using var trainer = Create();
        trainer.Schedule(Rate, new LinearDecay(1, 8), ScheduleMode.Multiply);
        trainer.Fit(Training, epochs: 1);
        trainer.Optimizer.Groups[0].GetRule<AdamW>().LearningRate = 0.04;
        trainer.Save(file.Path);
        using var resumed = Create();
        resumed.Schedule(Rate, new LinearDecay(1, 8), ScheduleMode.Multiply);
        resumed.Load(file.Path);
        Assert.Equal([0.04, 0.005], BaseValues(resumed));
        trainer.Fit(Training, epochs: 1);
        resumed.Fit(Training, epochs: 1);
        Assert.Equal(trainer.Network.ComputeDigest(), resumed.Network.ComputeDigest());
    }

    [Fact]
    public void SeveralPlateausAreReportedToOnceAndResume()
    {
        using var file = new TemporaryFile();
        using var whole = Create();
        var (rate, decay) = Schedule(whole);
        var byHand = new ReduceOnPlateau(1, factor: 0.5, patience: 0, threshold: 0.5);
        foreach (var epoch in whole.Fit(Training, Validation, epochs: 5).Epochs)
            byHand.Update(epoch.Validation!.Value.Loss);
        whole.Save(file.Path);
        Assert.Equal(byHand.State, rate.State);
        Assert.InRange(rate.Value, 0.01, 0.5);
        Assert.NotEqual(rate.State, decay.State);
        whole.Optimizer.Step();
        Assert.Equal([0.02 * rate.Value, 0.005 * rate.Value], Rates(whole));

        using var resumed = Create();
        var (resumedRate, resumedDecay) = Schedule(resumed);
        resumed.Load(file.Path);
        Assert.Equal((rate.State, decay.State), (resumedRate.State, resumedDecay.State));
        using var uninterrupted = Create();
        Schedule(uninterrupted);
        uninterrupted.Fit(Training, Validation, epochs: 8);
        resumed.Fit(Training, Validation, epochs: 3);
        Assert.Equal(uninterrupted.Network.ComputeDigest(), resumed.Network.ComputeDigest());

        static (ReduceOnPlateau Rate, ReduceOnPlateau Decay) Schedule(Trainer trainer)
        {
            // One of both groups, and one of a single group.
            var rate = new ReduceOnPlateau(1, factor: 0.5, patience: 0, threshold: 0.5);
            trainer.Schedule(Rate, rate, ScheduleMode.Multiply);
            var decay = new ReduceOnPlateau(
                0.1, factor: 0.5, patience: 0, threshold: 0.25, thresholdKind: PlateauThreshold.Absolute);
            trainer.Optimizer.Groups[1].Schedule(nameof(AdamW.WeightDecay), decay);
            return (rate, decay);
        }
    }

    [Fact]
    public void APlateauWhosePlaceAnotherScheduleTookIsNeitherReportedToNorSaved()
    {
        using var file = new TemporaryFile();
        using var trainer = Create();
        var plateau = new ReduceOnPlateau(0.1);
        trainer.Schedule(Rate, plateau);
        trainer.Schedule(Rate, new ConstantSchedule(0.01));
        trainer.Fit(Training, Validation, epochs: 2);
        Assert.Equal(new ReduceOnPlateau(0.1).State, plateau.State);
        trainer.Save(file.Path);
        using var resumed = Create();
        resumed.Load(file.Path);
    }

    [Fact]
    public void APlateauOfFrozenGroupsIsReportedToAndSaved()
    {
        using var file = new TemporaryFile();
        using var trainer = Create();
        var plateau = Schedule(trainer);
        trainer.Fit(Training, Validation, epochs: 3);
        Assert.NotEqual(CreatePlateau().State, plateau.State);
        trainer.Save(file.Path);

        using var resumed = Create();
        var loaded = Schedule(resumed);
        resumed.Load(file.Path);
        Assert.Equal(plateau.State, loaded.State);
        resumed.Optimizer.Unfreeze(resumed.Optimizer.Groups[1].Parameters);
        resumed.Fit(Training, epochs: 1);
        Assert.Equal(plateau.Value, Rates(resumed)[1]);

        static ReduceOnPlateau Schedule(Trainer trainer)
        {
            var plateau = CreatePlateau();
            trainer.Optimizer.Groups[1].Schedule(Rate, plateau);
            trainer.Optimizer.Freeze(trainer.Optimizer.Groups[1].Parameters);
            return plateau;
        }
    }

    /// <summary>Groups that are there have schedules of their own; the parameters that will follow this one are frozen.</summary>
    [Fact]
    public void APlateauThatOnlyGroupsWhichAreAddedLaterFollowIsReportedToAndSaved()
    {
        using var file = new TemporaryFile();
        using var trainer = Create();
        var plateau = Schedule(trainer);
        trainer.Fit(Training, Validation, epochs: 3);
        Assert.NotEqual(CreatePlateau().State, plateau.State);
        trainer.Save(file.Path);

        using var resumed = Create();
        var loaded = Schedule(resumed);
        resumed.Load(file.Path);
        Assert.Equal(plateau.State, loaded.State);
        var added = resumed.Optimizer.AddGroup(new AdamW(), [resumed.Network.Parameters["dense1.weight"]]);
        resumed.Fit(Training, epochs: 1);
        Assert.Equal(plateau.Value, added.GetRule<AdamW>().LearningRate);

        static Trainer Create() => Trainer.Create(
            ToyProblem.Model, p => p.Name == "dense1.weight" ? null : new AdamW(), new SoftmaxCrossEntropy(), seed: 5);

        static ReduceOnPlateau Schedule(Trainer trainer)
        {
            var plateau = CreatePlateau();
            trainer.Schedule(Rate, plateau);
            trainer.Optimizer.Groups[0].Schedule(Rate, new ConstantSchedule(0.01));
            return plateau;
        }
    }

    [Fact]
    public void APlateauThatIsRemovedIsNeitherReportedToNorSaved()
    {
        using var file = new TemporaryFile();
        using var trainer = Create();
        var plateau = CreatePlateau();
        trainer.Schedule(Rate, plateau);
        Assert.True(trainer.RemoveSchedule(Rate));
        trainer.Fit(Training, Validation, epochs: 2);
        Assert.Equal(CreatePlateau().State, plateau.State);
        Assert.Equal([0.02, 0.005], Rates(trainer));
        trainer.Save(file.Path);
        using var resumed = Create();
        resumed.Load(file.Path);
    }

    [Fact]
    public void AFileWithAPlateauIsRefusedWhereNoGroupFollowsOne()
    {
        using var file = new TemporaryFile();
        using var trainer = Create();
        trainer.Schedule(Rate, new ReduceOnPlateau(0.1));
        trainer.Fit(Training, epochs: 1);
        trainer.Save(file.Path);

        using var other = Create();
        var error = Assert.Throws<InvalidDataException>(() => other.Load(file.Path));
        Assert.Contains("'optimizer.dense1.bias.LearningRate.plateau.", error.Message);
        Assert.Contains("each ReduceOnPlateau that its groups follow", error.Message);
        Assert.Equal(0, other.Optimizer.StepCount);

        other.Schedule(Rate, new ReduceOnPlateau(0.1));
        other.Load(file.Path);
        Assert.Equal(trainer.Network.ComputeDigest(), other.Network.ComputeDigest());
    }

    [Fact]
    public void ALoopByHandSavesThePlateausWithTheOptimizer()
    {
        using var file = new TemporaryFile();
        var saved = new ReduceOnPlateau(0.5, patience: 0, factor: 0.5);
        Run(saved, checkpoint => checkpoint.Save(file.Path), metrics: 3);
        var loaded = new ReduceOnPlateau(0.5, patience: 0, factor: 0.5);
        Run(loaded, checkpoint => checkpoint.Load(file.Path), metrics: 0);
        Assert.Equal(new PlateauState(0.125, 1, 0, 0), loaded.State);

        static void Run(ReduceOnPlateau plateau, Action<Checkpoint> use, int metrics)
        {
            using var parameters = new ParameterSet<float>();
            parameters.Add("weight", ParameterKind.Weight, 4);
            using var optimizer = Optimizer.Create(parameters, new Sgd());
            var checkpoint = new Checkpoint().Add(parameters).Add(optimizer);
            optimizer.Schedule(Rate, plateau);
            for (var i = 0; i < metrics; i++)
                plateau.Update(1);
            use(checkpoint);
        }
    }

    [Fact]
    public void GroupsThatAreAddedBetweenEpochsFollowTheScheduleOfTheTrainer()
    {
        using var trainer = Trainer.Create(
            ToyProblem.Model, p => p.Name == "dense1.weight" ? null : new AdamW(0.02), new SoftmaxCrossEntropy(), seed: 5);
        var plateau = new ReduceOnPlateau(1, factor: 0.5, patience: 0, threshold: 0.99);
        trainer.Schedule(Rate, plateau, ScheduleMode.Multiply);
        trainer.Fit(Training, epochs: 2);
        Assert.Equal(0.5, plateau.Value);
        var added = trainer.Optimizer.AddGroup(new AdamW(0.25), [trainer.Network.Parameters["dense1.weight"]]);
        trainer.Fit(Training, epochs: 1);
        Assert.Equal(0.125, added.GetRule<AdamW>().LearningRate);
        Assert.Equal(0.25, plateau.Value);
    }

    private static ReduceOnPlateau CreatePlateau() => new(0.5, factor: 0.5, patience: 0, threshold: 0.5);

    // Two groups with different rates.
    private static Trainer Create() => Trainer.Create(
        ToyProblem.Model, p => new AdamW(p.Kind == ParameterKind.Weight ? 0.02 : 0.005), new SoftmaxCrossEntropy(), seed: 5);

    private static double[] BaseValues(Trainer trainer) => [.. trainer.Optimizer.Groups.Select(group => group.GetBaseValue(Rate))];

    private static double[] Rates(Trainer trainer) =>
        [.. trainer.Optimizer.Groups.Select(group => group.GetRule<AdamW>().LearningRate)];
}
