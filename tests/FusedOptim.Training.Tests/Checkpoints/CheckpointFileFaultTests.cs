using System.Runtime.InteropServices;
using FusedOptim.Rules;
using FusedOptim.Training.Checking;
using FusedOptim.Training.Checkpoints;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Tests;

/// <summary>A file is the whole old one or the whole new one, keeps what its owner decided about it, and is read as it was
/// written or not at all.</summary>
[Trait("Kind", "Files")]
public sealed partial class CheckpointFileFaultTests : IDisposable
{
    private static readonly Dataset Data = ToyProblem.Spirals(60, seed: 1);

    private readonly TemporaryFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.UserRead)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite |
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite)]
    public void TheModeOfAFileThatIsSavedAgainStays(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var trainer = Create();
        trainer.Save(_file.Path);
        File.SetUnixFileMode(_file.Path, mode);
        trainer.Save(_file.Path);
        Assert.Equal(mode, File.GetUnixFileMode(_file.Path));
    }

    [Fact]
    public void ALinkStaysAndTheFileThatItPointsToIsReplaced()
    {
        using var trainer = Create();
        var target = Path.Combine(_file.Folder, "target");
        File.WriteAllText(target, "old");
        File.CreateSymbolicLink(_file.Path, "target");
        trainer.Save(_file.Path);
        Assert.Equal("target", new FileInfo(_file.Path).LinkTarget);
        trainer.Load(target);
        Assert.Equal(2, Directory.GetFiles(_file.Folder).Length);
    }

    [Fact]
    public void WhatIsNotARegularFileIsNotReplacedByOne()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Assert.Equal(0, MakePipe(_file.Path, 0x180));
        using var trainer = Create();
        Assert.ThrowsAny<IOException>(() => trainer.Save(_file.Path));
        Assert.Equal([_file.Path], Directory.GetFiles(_file.Folder));
    }

    [Fact]
    public void TheTemporaryFileOfAKilledRunIsRemovedByTheNextSave()
    {
        using var trainer = Create();
        trainer.Checkpoints = new CheckpointFiles(_file.Folder);
        var leftover = trainer.Checkpoints.Last + ".x.tmp";
        var other = Path.Combine(_file.Folder, "other.x.tmp");
        File.WriteAllText(leftover, "half a file");
        File.WriteAllText(other, "of another program");
        trainer.Fit(Data, epochs: 1);
        Assert.False(File.Exists(leftover));
        Assert.True(File.Exists(other));
    }

    [Fact]
    public void ARelativeFolderIsTheOneOfTheStart()
    {
        var start = Directory.GetCurrentDirectory();
        var relative = Path.GetRelativePath(start, _file.Folder);
        Assert.False(Path.IsPathRooted(relative));
        Assert.Equal(_file.Folder, new CheckpointFiles(relative).Folder);
        Assert.Equal(Path.Combine(_file.Folder, "last.safetensors"), new CheckpointFiles(relative).Last);
    }

    [Theory]
    [InlineData("FusedOptim 1")]
    [InlineData("FusedOptim 2")]
    [InlineData("FusedOptim 3")]
    [InlineData("FusedOptim checkpoint, version 4")]
    [InlineData("")]
    [InlineData(null)]
    public void AFileOfAnotherVersionIsRefused(string? version)
    {
        using var trainer = Create();
        trainer.Fit(Data, epochs: 1);
        trainer.Network.Save(_file.Path, Standardization.Fit(Data));
        AlteredFile.SetMetadata(_file.Path, "format", version);
        var digest = trainer.Network.ComputeDigest();
        trainer.Fit(Data, epochs: 1);
        var error = Assert.Throws<InvalidDataException>(() => trainer.Network.Load(_file.Path));
        Assert.Contains(version is null ? "'format'" : $"'{version}'", error.Message, StringComparison.Ordinal);
        Assert.NotEqual(digest, trainer.Network.ComputeDigest());
        Assert.Throws<InvalidDataException>(() => Preprocessing.Load(_file.Path));
    }

    [Fact]
    public void EveryAlteredByteOfAFileIsRefusedAndChangesNothing()
    {
        using var network = new Sequential(new Dense(1, 2)).Build(seed: 1);
        using var optimizer = Optimizer.Create(network.Parameters, new Sgd());
        var checkpoint = new Checkpoint().Add(network).Add(optimizer);
        checkpoint.Save(_file.Path);
        optimizer.Groups[0].GetRule<Sgd>().LearningRate = 0.25;
        network.Parameters["dense1.weight"].Values.Fill(7);
        var before = network.ComputeDigest();
        var bytes = File.ReadAllBytes(_file.Path);
        var accepted = new List<int>();
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            File.WriteAllBytes(_file.Path, bytes);
            bytes[i] ^= 1;
            try
            {
                checkpoint.Load(_file.Path);
                accepted.Add(i);
                network.Parameters["dense1.weight"].Values.Fill(7);
                optimizer.Groups[0].GetRule<Sgd>().LearningRate = 0.25;
            }
            catch (InvalidDataException)
            {
                Assert.Equal((before, 0.25), (network.ComputeDigest(), optimizer.Groups[0].GetRule<Sgd>().LearningRate));
            }
        }

        Assert.Empty(accepted);
    }

    [Theory]
    [InlineData("dense1.weight.step", -1L)]
    [InlineData("dense1.weight.step", 1L << 31)]
    [InlineData("optimizer.step", -1L)]
    [InlineData("trainer.batch", -1L)]
    [InlineData("trainer.epoch", 1L << 40)]
    [InlineData("trainer.has_best_weights", 2L)]
    [InlineData("network.forward_count", -1L)]
    public void ANumberOutOfRangeIsNamedAndChangesNothing(string name, long value)
    {
        using var trainer = Create();
        trainer.Fit(Data, epochs: 1);
        trainer.Save(_file.Path);
        AlteredFile.SetNumber(_file.Path, name, value);
        trainer.Fit(Data, epochs: 1);
        var before = (trainer.Network.ComputeDigest(), trainer.EpochCount, trainer.Optimizer.StepCount, trainer.Network.ForwardCount);
        var error = Assert.Throws<InvalidDataException>(() => trainer.Load(_file.Path));
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, (trainer.Network.ComputeDigest(), trainer.EpochCount, trainer.Optimizer.StepCount, trainer.Network.ForwardCount));
    }

    [Fact]
    public void SavingFromAScheduleIsRefusedAndTheOldFileStays()
    {
        using var trainer = Create();
        trainer.Save(_file.Path);
        var old = File.ReadAllBytes(_file.Path);
        var errors = new List<InvalidOperationException>();
        trainer.Schedule((_, _) => errors.Add(Assert.Throws<InvalidOperationException>(() => trainer.Save(_file.Path))));
        trainer.Fit(Data, epochs: 1, batchSize: 60);
        Assert.Single(errors);
        Assert.Equal(old, File.ReadAllBytes(_file.Path));
    }

    [Fact]
    public void TrainingIsNotSavedWithinABatchAndNotLoadedWithinAnEpoch()
    {
        using var trainer = Create();
        trainer.Save(_file.Path);
        var old = File.ReadAllBytes(_file.Path);
        var watcher = new Caller(() => Assert.Throws<InvalidOperationException>(() => trainer.Save(_file.Path)));
        trainer.Watch(watcher, everySteps: 1);
        var loads = 0;
        trainer.Fit(Data, epochs: 1, progress: new Listener(progress =>
        {
            if (progress.Completed is null && loads++ == 0)
                Assert.Throws<InvalidOperationException>(() => trainer.Load(_file.Path));
        }));
        Assert.Equal((2, 2), (watcher.Calls, loads));
        Assert.Equal(old, File.ReadAllBytes(_file.Path));
    }

    [Fact]
    public void SavingAndLoadingWhileAnotherThreadStepsAreRefused()
    {
        using var set = new ParameterSet<float>();
        var parameter = set.Add("weight", ParameterKind.Weight, [1 << 18]);
        using var optimizer = Optimizer.Create(set, new AdamW());
        var checkpoint = new Checkpoint().Add(set).Add(optimizer);
        checkpoint.Save(_file.Path);
        using var stepping = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        optimizer.Groups[0].Schedule((_, _) =>
        {
            stepping.Set();
            mayGoOn.Wait();
        });
        parameter.Gradients.Fill(1);
        var thread = new Thread(() => optimizer.Step());
        thread.Start();
        stepping.Wait();
        try
        {
            Assert.Throws<InvalidOperationException>(() => checkpoint.Save(_file.Path));
            Assert.Throws<InvalidOperationException>(() => checkpoint.Load(_file.Path));
        }
        finally
        {
            mayGoOn.Set();
            thread.Join();
        }

        checkpoint.Save(_file.Path);
    }

    [Fact]
    public void ValuesThatChangeWhileTheyAreSavedAreNotSaved()
    {
        var values = new float[4];
        var calls = 0L;
        var checkpoint = new Checkpoint().Add("values", values).Add("count", () => calls, value => calls = value);
        checkpoint.Save(_file.Path);
        var old = File.ReadAllBytes(_file.Path);
        // As another thread would, between the file's digest and its content.
        var changing = new Checkpoint().Add("values", values).Add("count", () => calls++, value => calls = value);
        Assert.Throws<InvalidOperationException>(() => changing.Save(_file.Path));
        Assert.Equal(old, File.ReadAllBytes(_file.Path));
        Assert.Equal([_file.Path], Directory.GetFiles(_file.Folder));
    }

    [Fact]
    public void TheWeightsToEvaluateWithAreNotSavedAsThoseOfTraining()
    {
        using var trainer = Trainer.Create(ToyProblem.Model, new ScheduleFreeAdamW(0.05), new SoftmaxCrossEntropy(), seed: 1);
        trainer.Fit(Data, epochs: 2);
        trainer.Save(_file.Path);
        var old = File.ReadAllBytes(_file.Path);
        using (trainer.Optimizer.UseEvaluationWeights())
        {
            Assert.Throws<InvalidOperationException>(() => trainer.Save(_file.Path));
            Assert.Throws<InvalidOperationException>(() => trainer.Load(_file.Path));
        }

        Assert.Equal(old, File.ReadAllBytes(_file.Path));
    }

    [Fact]
    public void AFaultedOptimizerIsNotSaved()
    {
        // Where a rule measures into states, and its preparation throws afterwards, they cannot be taken back.
        using var trainer = Trainer.Create(ToyProblem.Model, new MeasuredThenRefused(), new SoftmaxCrossEntropy(), seed: 1);
        trainer.Save(_file.Path);
        var old = File.ReadAllBytes(_file.Path);
        Assert.ThrowsAny<Exception>(() => trainer.Fit(Data, epochs: 1));
        Assert.Throws<InvalidOperationException>(() => trainer.Save(_file.Path));
        Assert.Equal(old, File.ReadAllBytes(_file.Path));
    }

    [Theory]
    [InlineData("F8_E4M3", 8)]
    [InlineData("F8_E5M2", 8)]
    [InlineData("F8_E8M0", 8)]
    [InlineData("F4", 4)]
    [InlineData("F6_E2M3", 6)]
    [InlineData("C64", 64)]
    public void ATensorOfATypeWithoutElementsInDotNetLeavesTheOthersReadable(string dtype, int bits)
    {
        var length = 4 * bits / 8;
        var header = $$$"""{"odd":{"dtype":"{{{dtype}}}","shape":[4],"data_offsets":[0,{{{length}}}]},"half":""" +
            $$$"""{"dtype":"F16","shape":[2],"data_offsets":[{{{length}}},{{{length + 4}}}]}}""";
        var bytes = System.Text.Encoding.UTF8.GetBytes(header);
        byte[] odd = [.. Enumerable.Range(1, length).Select(value => (byte)value)];
        File.WriteAllBytes(
            _file.Path,
            [.. BitConverter.GetBytes((long)bytes.Length), .. bytes, .. odd, .. MemoryMarshal.AsBytes<Half>([(Half)1, (Half)(-2)])]);
        using var file = SafetensorsFile.Open(_file.Path);
        var half = new Half[2];
        file.Read<Half>("half", half);
        Assert.Equal([(Half)1, (Half)(-2)], half);
        Assert.Equal(4, file["odd"].ElementCount);
        var error = Assert.Throws<ArgumentException>(() => file.Read<byte>("odd", new byte[4]));
        Assert.Contains("'odd'", error.Message, StringComparison.Ordinal);
        Assert.Contains(dtype, error.Message, StringComparison.Ordinal);
        var read = new byte[length];
        file.ReadBytes("odd", 0, read);
        Assert.Equal(odd, read);
    }

    private static Trainer Create() =>
        Trainer.Create(ToyProblem.Model, new AdamW(), new SoftmaxCrossEntropy(), seed: 5);

    private sealed class Caller(Action call) : Watcher
    {
        public int Calls { get; private set; }

        public override IReadOnlyList<string> Look(Network<float> network, double loss, int step)
        {
            Calls++;
            call();
            return [];
        }
    }

    private sealed class Listener(Action<TrainingProgress> listen) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => listen(value);
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);
}
