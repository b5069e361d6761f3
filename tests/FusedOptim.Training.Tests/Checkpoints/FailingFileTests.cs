using FusedOptim.Rules;
using FusedOptim.Training.Checkpoints;
using FusedOptim.Training.Files;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Tests;

/// <summary>Every operation on files that saving and loading consist of fails once: the file is the whole old one or the whole
/// new one, and what is loaded changes as a whole or not at all.</summary>
[Trait("Kind", "Files")]
[Trait("Members", "New")]
public sealed class FailingFileTests : IDisposable
{
    private readonly TemporaryFile _file = new();
    private readonly Network<float> _network = new Sequential(new Dense(3, 4), new Tanh(), new Dense(4, 2)).Build(seed: 1);
    private readonly Optimizer _optimizer;

    public FailingFileTests() => _optimizer = Optimizer.Create(_network.Parameters, new AdamW());

    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
        _file.Dispose();
    }

    [Fact]
    public void AFailingSaveIsAnExceptionAndTheOldFileStays()
    {
        var (old, expected, operations) = SaveTwice();
        // A folder that the system does not flush is not flushed.
        Assert.Superset(new HashSet<string> { "create", "write", "access", "flush", "close", "rename" }, operations.ToHashSet());
        for (var failure = 0; failure < operations.Count; failure++)
        {
            File.WriteAllBytes(_file.Path, old);
            var files = new FailingFileSystem(failure);
            var thrown = Record.Exception(() => Checkpoint(files).Save(_file.Path));
            // The name is tried again, in case that another process removed the new file.
            Assert.True(thrown is IOException || operations[failure] == "create", $"{operations[failure]} ({failure}): {thrown}");
            var isInPlace = thrown is null || operations[failure] == "flush folder";
            Assert.Equal(isInPlace ? expected : old, File.ReadAllBytes(_file.Path));
            Assert.Equal([_file.Path], Directory.GetFiles(_file.Folder));
        }
    }

    [Fact]
    public void WhatAKilledSaveLeavesIsRemovedByTheNextOne()
    {
        var (old, expected, operations) = SaveTwice();
        for (var failure = 0; failure < operations.Count; failure++)
        {
            File.WriteAllBytes(_file.Path, old);
            var files = new FailingFileSystem(failure) { IsKilled = true };
            Assert.Throws<IOException>(() => Checkpoint(files).Save(_file.Path));
            Assert.Equal(operations[failure] == "flush folder" ? expected : old, File.ReadAllBytes(_file.Path));
            Assert.InRange(Directory.GetFiles(_file.Folder).Length, 1, 2);
            Checkpoint(FileSystem.Default).Save(_file.Path);
            Assert.Equal([_file.Path], Directory.GetFiles(_file.Folder));
        }
    }

    [Fact]
    public void AFailingLoadIsAnExceptionAndChangesNothing()
    {
        var (_, _, _) = SaveTwice();
        Step(0.75f);
        var before = State();
        var whole = new FailingFileSystem();
        Checkpoint(whole).Load(_file.Path);
        var loaded = State();
        Assert.NotEqual(before, loaded);
        Assert.True(whole.Operations.Count(operation => operation == "read") > 30);
        for (var failure = 0; failure < whole.Operations.Count; failure++)
        {
            Step(0.5f);
            before = State();
            Assert.Throws<IOException>(() => Checkpoint(new FailingFileSystem(failure)).Load(_file.Path));
            Assert.Equal(before, State());
        }

        Checkpoint(FileSystem.Default).Load(_file.Path);
        Assert.Equal(loaded, State());
    }

    [Fact]
    public void AFileThatChangesAfterItWasVerifiedIsLoadedAsItWasVerified()
    {
        SaveTwice();
        var saved = State();
        var bytes = File.ReadAllBytes(_file.Path);
        Step(0.75f);
        using var file = SafetensorsFile.Open(_file.Path);
        file.Verify(_ => true);
        // In place, as a copy over the file does.
        Array.Clear(bytes, bytes.Length - 400, 400);
        using (var stream = new FileStream(_file.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            stream.Write(bytes);
        foreach (var parameter in _network.Parameters)
        {
            file.Read(parameter.Name, parameter.Values);
            file.Read($"{parameter.Name}.exp_avg", _optimizer.GetState(parameter, "exp_avg"));
            file.Read($"{parameter.Name}.exp_avg_sq", _optimizer.GetState(parameter, "exp_avg_sq"));
        }

        Assert.Equal(saved.Values, State().Values);
    }

    [Fact]
    public void ASaveDoesNotRemoveTheTemporaryFileOfOneThatIsUnderWay()
    {
        var inner = new SafetensorsWriter();
        inner.Add<float>("w", [1], new[] { 1f });
        var outer = new SafetensorsWriter();
        var calls = 0;
        outer.Add<float>("w", [1], () =>
        {
            // The first time is when the tensor is added.
            if (calls++ > 0)
                inner.Save(_file.Path);
            return new[] { 2f };
        });
        outer.Save(_file.Path);
        Assert.True(calls > 1);
        using var file = SafetensorsFile.Open(_file.Path);
        var values = new float[1];
        file.Read<float>("w", values);
        Assert.Equal([2f], values);
        Assert.Equal([_file.Path], Directory.GetFiles(_file.Folder));
    }

    [Fact]
    public void FormulasThatChangedAreRefused()
    {
        SaveTwice();
        using (var file = SafetensorsFile.Open(_file.Path))
        {
            var fingerprint = _optimizer.Groups[0].RuleFingerprint;
            var optimizers = file.Metadata["optimizers"];
            Assert.Contains(fingerprint, optimizers, StringComparison.Ordinal);
            AlteredFile.SetMetadata(_file.Path, "optimizers", optimizers.Replace(fingerprint, "0123456789abcdef", StringComparison.Ordinal));
        }

        var error = Assert.Throws<InvalidDataException>(() => Checkpoint(FileSystem.Default).Load(_file.Path));
        Assert.Contains("AdamW", error.Message, StringComparison.Ordinal);
        Assert.Contains("0123456789abcdef", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFingerprintIsOfTheFormulasAlone()
    {
        using var other = new Sequential(new Dense(1, 1)).Build(seed: 1);
        using var same = Optimizer.Create(other.Parameters, new AdamW(LearningRate: 0.5, WeightDecay: 0, Beta1: 0.1));
        Assert.Equal(_optimizer.Groups[0].RuleFingerprint, same.Groups[0].RuleFingerprint);
        Assert.Matches("^[0-9a-f]{16}$", same.Groups[0].RuleFingerprint);
        using var third = new Sequential(new Dense(1, 1)).Build(seed: 1);
        using var elsewhere = Optimizer.Create(third.Parameters, new Elsewhere.AdamW());
        Assert.NotEqual(same.Groups[0].RuleFingerprint, elsewhere.Groups[0].RuleFingerprint);
        Assert.Equal(("FusedOptim.Rules.AdamW", "Elsewhere.AdamW"), (same.Groups[0].Rule.Schema.FullName, elsewhere.Groups[0].Rule.Schema.FullName));
    }

    private (byte[] Old, byte[] New, List<string> Operations) SaveTwice()
    {
        Step(1);
        Checkpoint(FileSystem.Default).Save(_file.Path);
        var old = File.ReadAllBytes(_file.Path);
        Step(0.5f);
        var files = new FailingFileSystem();
        Checkpoint(files).Save(_file.Path);
        var current = File.ReadAllBytes(_file.Path);
        Assert.NotEqual(old, current);
        return (old, current, files.Operations);
    }

    private Checkpoint Checkpoint(FileSystem files) => new Checkpoint { Files = files }.Add(_network).Add(_optimizer);

    private void Step(float gradient)
    {
        foreach (var parameter in _network.Parameters)
            parameter.Gradients.Fill(gradient);
        _optimizer.Groups[0].GetRule<AdamW>().LearningRate *= 0.5;
        _optimizer.Step();
    }

    private (string Values, int Steps, double LearningRate) State()
    {
        var values = _network.Parameters.SelectMany(parameter =>
            parameter.Values.ToArray().Concat(_optimizer.GetState(parameter, "exp_avg").ToArray())
                .Concat(_optimizer.GetState(parameter, "exp_avg_sq").ToArray()));
        return (string.Join(' ', values.Select(BitConverter.SingleToInt32Bits)), _optimizer.StepCount, _optimizer.Groups[0].GetRule<AdamW>().LearningRate);
    }
}
