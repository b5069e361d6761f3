using FusedOptim.Formats;
using FusedOptim.Rules;
using FusedOptim.Training.Checkpoints;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Tests;

/// <summary>What fits of a file is loaded on request, and what does not fit is named.</summary>
[Trait("Kind", "Groups")]
public sealed class MatchingLoadTests : IDisposable
{
    private static readonly Dataset Data = ToyProblem.Spirals(60, seed: 1);

    private readonly TemporaryFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void AFileThatFitsIsLoadedAsAWhole()
    {
        using var saved = Save(_ => new AdamW(0.02));
        using var loaded = Create(ToyProblem.Model, _ => new AdamW());

        var report = LoadMatching(loaded);

        Assert.All(report.NotLoaded, left => Assert.StartsWith("trainer.", left.Name, StringComparison.Ordinal));
        Assert.Equal(0.02, loaded.Optimizer.Groups[0].GetRule<AdamW>().LearningRate);
        Assert.Equal(3, loaded.Optimizer.StepCount);
        foreach (var trainer in (Trainer[])[saved, loaded])
        {
            Fill(trainer);
            trainer.Optimizer.Step();
        }

        Assert.Equal(saved.Network.ComputeDigest(), loaded.Network.ComputeDigest());
        new Checkpoint().Add(saved.Network).Add(saved.Optimizer).Save(_file.Path);
        Assert.True(LoadMatching(loaded).IsComplete);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ANewHeadStartsFreshOnATrainedBody(bool isStream)
    {
        using var saved = Save(_ => new AdamW(0.02));
        var model = new Sequential(new Dense(2, 48), new Relu(), new Dense(48, 33), new Tanh(), new Dense(33, 5));
        using var trainer = Create(model, _ => new AdamW());
        using var fresh = Create(model, _ => new AdamW());

        var report = LoadMatching(trainer, isStream);

        foreach (var name in (string[])["dense1.weight", "dense1.bias", "dense2.weight", "dense2.bias"])
        {
            Assert.Equal(Values(saved, name), Values(trainer, name));
            Assert.Equal(State(saved, name), State(trainer, name));
            Assert.Equal(3, trainer.Optimizer.GetStepCount(trainer.Network.Parameters[name]));
            Assert.Contains($"{name}.exp_avg", report.Loaded);
        }

        foreach (var name in (string[])["dense3.weight", "dense3.bias"])
        {
            Assert.Equal(Values(fresh, name), Values(trainer, name));
            Assert.All(State(trainer, name), value => Assert.Equal(0, value));
            Assert.Equal(0, trainer.Optimizer.GetStepCount(trainer.Network.Parameters[name]));
            Assert.DoesNotContain(report.Loaded, loaded => loaded.StartsWith(name, StringComparison.Ordinal));
            foreach (var part in (string[])["", ".step", ".exp_avg", ".exp_avg_sq"])
                Assert.Equal(NotLoadedReason.OtherShape, Find(report, name + part).Reason);
        }

        // The group has the same parameters by name.
        Assert.Equal(0.02, trainer.Optimizer.Groups[0].GetRule<AdamW>().LearningRate);
        Assert.Equal(NotLoadedReason.MissingHere, Find(report, "trainer.epoch").Reason);
        Assert.False(report.IsComplete);
        Assert.Contains("'dense3.weight'", report.ToString(), StringComparison.Ordinal);
        trainer.Fit(Data, epochs: 1);
    }

    [Fact]
    public void AnotherRuleForSomeLayersKeepsTheStatesOfTheOthers()
    {
        using var saved = Save(_ => new AdamW(0.02));
        using var trainer = Create(
            ToyProblem.Model, p => p.Kind == ParameterKind.Weight ? new Lion(1e-4) : new AdamW(1e-3));

        var report = LoadMatching(trainer);

        Assert.Equal(saved.Network.ComputeDigest(), trainer.Network.ComputeDigest());
        Assert.Equal(State(saved, "dense1.bias"), State(trainer, "dense1.bias"));
        Assert.All(State(trainer, "dense1.weight"), value => Assert.Equal(0, value));
        foreach (var part in (string[])["step", "exp_avg", "exp_avg_sq"])
        {
            Assert.Equal(NotLoadedReason.OtherRule, Find(report, $"dense1.weight.{part}").Reason);
            Assert.Contains($"dense1.bias.{part}", report.Loaded);
        }

        Assert.Contains("'AdamW'", Find(report, "dense1.weight.exp_avg").Message, StringComparison.Ordinal);
        // The groups are others: their hyperparameters stay.
        Assert.Equal(1e-3, trainer.Optimizer.Groups.Single(group => group.Rule is AdamW).GetRule<AdamW>().LearningRate);
        Assert.Equal(NotLoadedReason.OtherGroup, Find(report, "optimizer.dense1.bias.LearningRate").Reason);
        Assert.Equal(NotLoadedReason.OtherRule, Find(report, "optimizer.dense1.weight.LearningRate").Reason);
    }

    [Fact]
    public void ARuleOfTheSameNameInAnotherNamespaceIsAnother()
    {
        using var saved = Save(_ => new AdamW());
        using var trainer = Create(ToyProblem.Model, _ => new Elsewhere.AdamW());
        var left = Find(LoadMatching(trainer), "dense1.weight.exp_avg");
        Assert.Equal(NotLoadedReason.OtherRule, left.Reason);
        Assert.Contains("Elsewhere.AdamW", left.Message, StringComparison.Ordinal);
        Assert.Equal(saved.Network.ComputeDigest(), trainer.Network.ComputeDigest());
    }

    [Fact]
    public void ARuleWithOtherFormulasIsAnother()
    {
        using var saved = Save(_ => new AdamW());
        string metadata;
        using (var file = SafetensorsFile.Open(_file.Path))
            metadata = file.Metadata["optimizers"];
        AlteredFile.SetMetadata(_file.Path, "optimizers", metadata.Replace(
            saved.Optimizer.Groups[0].RuleFingerprint, "0123456789abcdef", StringComparison.Ordinal));
        using var trainer = Create(ToyProblem.Model, _ => new AdamW());
        var report = LoadMatching(trainer);
        Assert.Equal(NotLoadedReason.OtherFormulas, Find(report, "dense1.weight.exp_avg").Reason);
        Assert.Equal(NotLoadedReason.OtherFormulas, Find(report, "optimizer.dense1.bias.LearningRate").Reason);
        Assert.Contains("dense1.weight", report.Loaded);
    }

    [Fact]
    public void StatesOfAnotherFormatAreLeft()
    {
        using var saved = Save(_ => new AdamW());
        using var trainer = Trainer.Create(
            ToyProblem.Model, new AdamW(), new SoftmaxCrossEntropy(), seed: 5,
            options: new OptimizerOptions { StateFormat = new BlockFloat8Format() });
        var report = LoadMatching(trainer);
        Assert.Equal(NotLoadedReason.OtherFormat, Find(report, "dense1.weight.exp_avg.scales").Reason);
        Assert.Equal(0, trainer.Optimizer.GetStepCount(trainer.Network.Parameters[0]));
        Assert.Equal(saved.Network.ComputeDigest(), trainer.Network.ComputeDigest());
    }

    [Fact]
    public void WhatTheFileOrTheModelDoesNotHaveIsNamed()
    {
        using (var saved = CreateSet<float>("a", "b", "c"))
            new Checkpoint().Add(saved).Add("epoch", () => 7L, _ => { }).Save(_file.Path);
        using var set = CreateSet<float>("b", "d");
        using var wide = CreateSet<double>("c");
        var values = new float[3];
        var epoch = 0L;

        var report = new Checkpoint().Add(set).Add(wide).Add("e", values).Add("epoch", () => epoch, value => epoch = value)
            .LoadMatching(_file.Path);

        Assert.Equal(["b", "epoch"], report.Loaded);
        Assert.Equal(7, epoch);
        Assert.Equal(
            [
                ("d", NotLoadedReason.MissingInFile), ("c", NotLoadedReason.OtherType), ("e", NotLoadedReason.MissingInFile),
                ("a", NotLoadedReason.MissingHere),
            ],
            report.NotLoaded.Select(left => (left.Name, left.Reason)));
        Assert.All(report.NotLoaded, left => Assert.Contains($"'{left.Name}'", left.Message, StringComparison.Ordinal));
        Assert.Equal((98, 100), (set["b"].Values[0], set["d"].Values[0]));
    }

    [Fact]
    public void AFileOfANetworkGivesItsWeights()
    {
        using var saved = Create(ToyProblem.Model, _ => new AdamW());
        saved.Fit(Data, epochs: 1);
        saved.Network.Save(_file.Path);
        using var trainer = Create(ToyProblem.Model, _ => new AdamW());
        var report = LoadMatching(trainer);
        Assert.Equal(saved.Network.ComputeDigest(), trainer.Network.ComputeDigest());
        Assert.Equal(0, trainer.Optimizer.StepCount);
        Assert.Equal(NotLoadedReason.MissingInFile, Find(report, "dense1.weight.exp_avg").Reason);
        Assert.Equal(NotLoadedReason.MissingInFile, Find(report, "optimizer.step").Reason);
    }

    [Fact]
    public void WhatIsFrozenElsewhereIsLoadedUnlessItsStatesWereDropped()
    {
        using (var saved = Create(ToyProblem.Model, _ => new AdamW()))
        {
            saved.Fit(Data, epochs: 1);
            saved.Optimizer.Freeze(saved.Network.Parameters["dense1.weight"]);
            saved.Optimizer.Freeze([saved.Network.Parameters["dense2.weight"]], keepStates: false);
            saved.Save(_file.Path);
        }

        using var trainer = Create(ToyProblem.Model, _ => new AdamW());
        trainer.Optimizer.Freeze([trainer.Network.Parameters["dense3.weight"]], keepStates: false);
        var report = LoadMatching(trainer);
        Assert.Contains(State(trainer, "dense1.weight"), value => value != 0);
        Assert.Contains("dense1.weight.exp_avg", report.Loaded);
        Assert.Equal(NotLoadedReason.MissingInFile, Find(report, "dense2.weight.exp_avg").Reason);
        Assert.Equal(NotLoadedReason.MissingHere, Find(report, "dense3.weight.exp_avg").Reason);
        Assert.Equal(0, trainer.Optimizer.GetStepCount(trainer.Network.Parameters["dense3.weight"]));
    }

    private static float[] CreateValues(int start) => [.. Enumerable.Range(start, 3)];

    private static ParameterSet<T> CreateSet<T>(params string[] names)
        where T : unmanaged
    {
        var set = new ParameterSet<T>();
        foreach (var name in names)
            set.Add(name, ParameterKind.Weight, 3);
        if (set is ParameterSet<float> single)
        {
            foreach (var parameter in single)
                CreateValues(parameter.Name[0]).CopyTo(parameter.Values);
        }

        return set;
    }

    private static void Fill(Trainer trainer)
    {
        foreach (var parameter in trainer.Network.Parameters)
            parameter.Gradients.Fill(0.5f);
    }

    private static NotLoaded Find(LoadReport report, string name) => Assert.Single(report.NotLoaded, left => left.Name == name);

    private static float[] Values(Trainer trainer, string name) => trainer.Network.Parameters[name].Values.ToArray();

    private static float[] State(Trainer trainer, string name) =>
        trainer.Optimizer.GetState(trainer.Network.Parameters[name], "exp_avg").ToArray();

    private static Trainer Create(Sequential model, Func<Parameter<float>, IUpdateRule?> select) =>
        Trainer.Create(model, select, new SoftmaxCrossEntropy(), seed: 5);

    private Trainer Save(Func<Parameter<float>, IUpdateRule?> select)
    {
        var trainer = Create(ToyProblem.Model, select);
        trainer.Fit(Data, epochs: 1, batchSize: 20);
        trainer.Save(_file.Path);
        return trainer;
    }

    private LoadReport LoadMatching(Trainer trainer, bool isStream = false)
    {
        var checkpoint = new Checkpoint().Add(trainer.Network).Add(trainer.Optimizer);
        return isStream ? checkpoint.LoadMatching(new ForwardStream(File.ReadAllBytes(_file.Path))) : checkpoint.LoadMatching(_file.Path);
    }
}
