using FusedOptim.Formats;
using FusedOptim.Rules;
using FusedOptim.Training.Checkpoints;

namespace FusedOptim.Training.Tests;

/// <summary>What loading a part of a file does to states that follow values, to numbers of all parameters, and where it fails.</summary>
[Trait("Kind", "Groups")]
public sealed class MatchingLoadStateTests : IDisposable
{
    private readonly TemporaryFile _file = new();

    public void Dispose() => _file.Dispose();

    /// <summary>A step would write the values of the old master copy over those that were loaded.</summary>
    [Fact]
    public void TheMasterCopyFollowsValuesThatAreLoadedWithoutStates()
    {
        var options = new OptimizerOptions { MasterCopy = true };
        using (var saved = CreateSet<BFloat16>())
        using (var optimizer = Optimizer.Create(saved, new AdamW(), options))
        {
            saved["a"].Values.Fill((BFloat16)3f);
            new Checkpoint().Add(saved).Add(optimizer).Save(_file.Path);
        }

        using var set = CreateSet<BFloat16>();
        using var other = Optimizer.Create(set, new Lion(0), options);
        var report = new Checkpoint().Add(set).Add(other).LoadMatching(_file.Path);
        Assert.Equal(NotLoadedReason.OtherRule, Find(report, "a.master_copy").Reason);
        Assert.All(other.GetMasterCopy(set["a"]).ToArray(), value => Assert.Equal(3, value));
        other.Step();
        Assert.Equal(3f, (float)set["a"].Values[0]);
    }

    [Fact]
    public void StatesThatStartFromValuesFollowValuesThatAreLoadedWithoutStates()
    {
        using (var saved = CreateSet<float>())
        using (var optimizer = Optimizer.Create(saved, new Sgd()))
        {
            saved["a"].Values.Fill(3);
            new Checkpoint().Add(saved).Add(optimizer).Save(_file.Path);
        }

        using var set = CreateSet<float>();
        using var other = Optimizer.Create(set, new ScheduleFreeSgd());
        Step(set, other);
        new Checkpoint().Add(set).Add(other).LoadMatching(_file.Path);
        Assert.All(other.GetState(set["a"], "z").ToArray(), value => Assert.Equal(3, value));
        Assert.Equal(1, other.GetStepCount(set["a"]));
    }

    [Fact]
    public void StatesThatDependOnANumberOfAllParametersNeedTheSameGroup()
    {
        using (var saved = CreateSet<float>("a", "b"))
        using (var optimizer = Optimizer.Create(saved, new Prodigy()))
        {
            Step(saved, optimizer);
            Step(saved, optimizer);
            new Checkpoint().Add(saved).Add(optimizer).Save(_file.Path);
        }

        using var set = CreateSet<float>("a", "c");
        using var other = Optimizer.Create(set, new Prodigy());
        var report = new Checkpoint().Add(set).Add(other).LoadMatching(_file.Path);
        Assert.Equal(NotLoadedReason.OtherGroup, Find(report, "a.exp_avg").Reason);
        Assert.Equal(NotLoadedReason.OtherGroup, Find(report, "a.d").Reason);
        Assert.Equal(0, other.GetStepCount(set["a"]));

        using var same = CreateSet<float>("a", "b");
        using var continued = Optimizer.Create(same, new Prodigy());
        Assert.True(new Checkpoint().Add(same).Add(continued).LoadMatching(_file.Path).IsComplete);
        Assert.Equal(2, continued.GetStepCount(same["a"]));
    }

    [Fact]
    public void StatesOfAnotherShapeAreLeftWhereWeightsWereNotAdded()
    {
        // Codes have one dimension, which is the same.
        var options = new OptimizerOptions { StateFormat = new BlockFloat8Format() };
        using (var saved = new ParameterSet<float>())
        {
            saved.Add("a", ParameterKind.Weight, 2, 3);
            using var optimizer = Optimizer.Create(saved, new AdamW(), options);
            Step(saved, optimizer);
            new Checkpoint().Add(saved).Add(optimizer).Save(_file.Path);
        }

        using var set = new ParameterSet<float>();
        set.Add("a", ParameterKind.Weight, 3, 2);
        using var other = Optimizer.Create(set, new AdamW(), options);
        var report = new Checkpoint().Add(other).LoadMatching(_file.Path);
        Assert.Equal(NotLoadedReason.OtherShape, Find(report, "a.exp_avg").Reason);
        Assert.Equal(0, other.GetStepCount(set["a"]));
    }

    [Fact]
    public void ANumberOutOfRangeLeavesWhatBelongsToIt()
    {
        SaveSteps(2);
        AlteredFile.SetNumber(_file.Path, "a.step", -1L);
        using var set = CreateSet<float>();
        using var optimizer = Optimizer.Create(set, new AdamW());
        var report = new Checkpoint().Add(set).Add(optimizer).LoadMatching(_file.Path);
        Assert.Equal(NotLoadedReason.OutOfRange, Find(report, "a.step").Reason);
        Assert.Equal(NotLoadedReason.OutOfRange, Find(report, "a.exp_avg").Reason);
        Assert.Contains("a", report.Loaded);
        Assert.All(optimizer.GetState(set["a"], "exp_avg").ToArray(), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ADamagedFileIsRefusedAsAWhole(bool isStream)
    {
        SaveSteps(2);
        var bytes = File.ReadAllBytes(_file.Path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(_file.Path, bytes);
        AssertRefused<InvalidDataException>(
            checkpoint => _ = isStream ? checkpoint.LoadMatching(new ForwardStream(bytes)) : checkpoint.LoadMatching(_file.Path));
    }

    [Fact]
    public void AlteredMetadataAreRefusedAsAWhole()
    {
        SaveSteps(2);
        AlteredFile.SetMetadata(_file.Path, "optimizers", "{\"optimizer\":{}}");
        AssertRefused<InvalidDataException>(checkpoint => checkpoint.LoadMatching(_file.Path));
    }

    [Fact]
    public void AFunctionThatRefusesItsNumberLeavesEverythingAsItWas()
    {
        SaveSteps(2, 5);
        AssertRefused<ArgumentException>(checkpoint => checkpoint
            .Add("epoch", () => 0L, _ => throw new ArgumentException("No.")).LoadMatching(_file.Path));
    }

    private static void Step<T>(ParameterSet<T> set, Optimizer optimizer)
        where T : unmanaged
    {
        foreach (var parameter in set)
        {
            if (parameter is Parameter<float> single)
                single.Gradients.Fill(0.5f);
        }

        optimizer.Step();
    }

    private static ParameterSet<T> CreateSet<T>(params string[] names)
        where T : unmanaged
    {
        var set = new ParameterSet<T>();
        foreach (var name in names.DefaultIfEmpty("a"))
            set.Add(name, ParameterKind.Weight, 3);
        return set;
    }

    private static NotLoaded Find(LoadReport report, string name) => Assert.Single(report.NotLoaded, left => left.Name == name);

    private void SaveSteps(int steps, long epoch = 0)
    {
        using var set = CreateSet<float>();
        using var optimizer = Optimizer.Create(set, new AdamW(0.5));
        for (var step = 0; step < steps; step++)
            Step(set, optimizer);
        new Checkpoint().Add(set).Add(optimizer).Add("epoch", () => epoch, _ => { }).Save(_file.Path);
    }

    private static void AssertRefused<TException>(Action<Checkpoint> load)
        where TException : Exception
    {
        using var set = CreateSet<float>();
        using var optimizer = Optimizer.Create(set, new AdamW(0.25));
        Assert.Throws<TException>(() => load(new Checkpoint().Add(set).Add(optimizer)));
        Assert.Equal([0, 0, 0], set["a"].Values.ToArray());
        Assert.Equal((0, 0), (optimizer.StepCount, optimizer.GetStepCount(set["a"])));
        Assert.All(optimizer.GetState(set["a"], "exp_avg").ToArray(), value => Assert.Equal(0, value));
        Assert.Equal(0.25, optimizer.Groups[0].GetRule<AdamW>().LearningRate);
    }
}
