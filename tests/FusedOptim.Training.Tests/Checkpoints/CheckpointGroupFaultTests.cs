using FusedOptim.Formats;
using FusedOptim.Rules;
using FusedOptim.Training.Checkpoints;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Tests;

/// <summary>A checkpoint goes with the parameters that it has states of, and with nothing else.</summary>
[Trait("Kind", "Groups")]
public sealed class CheckpointGroupFaultTests : IDisposable
{
    private static readonly Dataset Data = ToyProblem.Spirals(60, seed: 1);

    private readonly TemporaryFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void OtherGroupsAreRefusedWithTheNamesOfTheirParameters()
    {
        Save(parameter => new AdamW(WeightDecay: parameter.Kind == ParameterKind.Weight ? 0.05 : 0));
        using var trainer = Create(
            parameter => new AdamW(LearningRate: parameter.Name.StartsWith("dense1", StringComparison.Ordinal) ? 1e-4 : 1e-3));
        var error = AssertRefused(trainer);
        Assert.Contains("'dense1.weight'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'dense2.weight'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'dense1.bias'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MoreOrFewerGroupsAreRefusedAsGroups()
    {
        Save(_ => new AdamW());
        using var trainer = Create(parameter => new AdamW(WeightDecay: parameter.Kind == ParameterKind.Weight ? 0.05 : 0));
        Assert.DoesNotContain("group1", AssertRefused(trainer).Message, StringComparison.Ordinal);

        Save(parameter => new AdamW(WeightDecay: parameter.Kind == ParameterKind.Weight ? 0.05 : 0));
        using var other = Create(_ => new AdamW());
        AssertRefused(other);
    }

    [Fact]
    public void TheSameGroupsInAnotherOrderGetTheHyperparametersOfTheirParameters()
    {
        using var saved = Create(parameter => new AdamW(parameter.Kind == ParameterKind.Weight ? 1e-3 : 1e-4));
        saved.Fit(Data, epochs: 1);
        saved.Save(_file.Path);
        using var loaded = CreateBiasesFirst();
        loaded.Load(_file.Path);
        Assert.Equal([1e-3, 1e-4], saved.Optimizer.Groups.Select(group => group.GetRule<AdamW>().LearningRate));
        Assert.Equal([1e-4, 1e-3], loaded.Optimizer.Groups.Select(group => group.GetRule<AdamW>().LearningRate));
        saved.Fit(Data, epochs: 1);
        loaded.Fit(Data, epochs: 1);
        Assert.Equal(saved.Network.ComputeDigest(), loaded.Network.ComputeDigest());

        static Trainer CreateBiasesFirst()
        {
            var trainer = Create(parameter => parameter.Kind == ParameterKind.Bias ? new AdamW(1e-4) : null);
            trainer.Optimizer.AddGroup(
                new AdamW(1e-3), trainer.Network.Parameters.Where(parameter => parameter.Kind == ParameterKind.Weight));
            return trainer;
        }
    }

    [Fact]
    public void AResumeThatForgetsAddGroupIsRefusedWithTheParameters()
    {
        using (var trainer = Create(OnlyTheHead))
        {
            trainer.Fit(Data, epochs: 1);
            Unfreeze(trainer);
            trainer.Fit(Data, epochs: 1);
            trainer.Save(_file.Path);
        }

        using var forgetful = Create(OnlyTheHead);
        var error = AssertRefused(forgetful);
        Assert.Contains("'dense1.weight'", error.Message, StringComparison.Ordinal);
        Assert.Contains("AddGroup", error.Message, StringComparison.Ordinal);
        Unfreeze(forgetful);
        forgetful.Load(_file.Path);
        Assert.Equal(4, forgetful.Optimizer.StepCount);
    }

    [Fact]
    public void AResumeThatStepsWhatWasFrozenIsRefusedWithTheParameters()
    {
        Save(OnlyTheHead);
        using var trainer = Create(_ => new AdamW());
        var error = AssertRefused(trainer);
        Assert.Contains("'dense1.weight'", error.Message, StringComparison.Ordinal);
        Assert.Contains("frozen", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARuleOfTheSameNameInAnotherNamespaceIsRefused()
    {
        Save(_ => new AdamW());
        using var other = Trainer.Create(ToyProblem.Model, new Elsewhere.AdamW(), new SoftmaxCrossEntropy(), seed: 5);
        var error = Assert.Throws<InvalidDataException>(() => other.Load(_file.Path));
        Assert.Contains("FusedOptim.Rules.AdamW", error.Message, StringComparison.Ordinal);
        Assert.Contains("Elsewhere.AdamW", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, other.Optimizer.StepCount);
    }

    [Fact]
    public void TheFileOfANetworkIsNotTakenForTheStateOfItsTraining()
    {
        using var trainer = Create(_ => new AdamW());
        trainer.Network.Save(_file.Path);
        Assert.Contains("Network.Load", AssertRefused(trainer).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AResumeThatForgetsASettingWithAMemoryIsRefused()
    {
        using (var trainer = Create(_ => new AdamW()))
        {
            trainer.EarlyStopping = new EarlyStopping(patience: 2);
            trainer.Fit(Data, Data, epochs: 1);
            trainer.Save(_file.Path);
        }

        using var forgetful = Create(_ => new AdamW());
        Assert.Contains("EarlyStopping", AssertRefused(forgetful).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AGroupThatWasAddedAfterTheCheckpointWasDescribedIsSaved()
    {
        using var trainer = Create(OnlyTheHead);
        var checkpoint = new Checkpoint().Add(trainer.Network).Add(trainer.Optimizer);
        Unfreeze(trainer);
        trainer.Fit(Data, epochs: 1);
        checkpoint.Save(_file.Path);
        using var file = SafetensorsFile.Open(_file.Path);
        Assert.NotNull(file.Find("dense1.weight.exp_avg"));
    }

    [Fact]
    public void StatesOfAnotherFormatWithCodesOfTheSameSizeAreRefused()
    {
        using (var trainer = CreateWith(new BlockFloat8Format()))
        {
            trainer.Fit(Data, epochs: 1);
            trainer.Save(_file.Path);
        }

        using var other = CreateWith(new ZeroFormat());
        var error = AssertRefused(other);
        Assert.Contains("'exp_avg'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'zero'", error.Message, StringComparison.Ordinal);

        static Trainer CreateWith(StorageFormat format) => Trainer.Create(
            ToyProblem.Model, new AdamW(), new SoftmaxCrossEntropy(), seed: 5,
            options: new OptimizerOptions { StateFormat = format });
    }

    private static AdamW? OnlyTheHead(Parameter<float> parameter) =>
        parameter.Name.StartsWith("dense3", StringComparison.Ordinal) ? new AdamW() : null;

    private static void Unfreeze(Trainer trainer) => trainer.Optimizer.AddGroup(
        new AdamW(1e-4),
        trainer.Network.Parameters.Where(parameter => !parameter.Name.StartsWith("dense3", StringComparison.Ordinal)));

    private static Trainer Create(Func<Parameter<float>, IUpdateRule?> select) =>
        Trainer.Create(ToyProblem.Model, select, new SoftmaxCrossEntropy(), seed: 5);

    private void Save(Func<Parameter<float>, IUpdateRule?> select)
    {
        using var trainer = Create(select);
        trainer.Fit(Data, epochs: 1, batchSize: 20);
        trainer.Save(_file.Path);
    }

    private InvalidDataException AssertRefused(Trainer trainer)
    {
        var before = trainer.Network.ComputeDigest();
        var rates = trainer.Optimizer.Groups.Select(group => group.GetRule<AdamW>().LearningRate).ToArray();
        var error = Assert.Throws<InvalidDataException>(() => trainer.Load(_file.Path));
        Assert.Equal(before, trainer.Network.ComputeDigest());
        Assert.Equal(0, trainer.Optimizer.StepCount);
        Assert.Equal(rates, trainer.Optimizer.Groups.Select(group => group.GetRule<AdamW>().LearningRate));
        return error;
    }

    private sealed class ZeroFormat() : StorageFormat("zero", sizeof(byte), 2)
    {
        public override void Decode(ReadOnlySpan<byte> codes, ReadOnlySpan<byte> scales, Span<float> values) => values.Clear();

        public override void Encode(ReadOnlySpan<float> values, in RoundingNoise noise, Span<byte> codes, Span<byte> scales)
        {
            codes.Clear();
            scales.Clear();
        }
    }
}
