using System.IO.Compression;
using FusedOptim.Rules;
using FusedOptim.Training.Checkpoints;
using FusedOptim.Training.Data;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Tests;

/// <summary>Checkpoints in streams: what holds for files, but that a file is replaced at once.</summary>
public sealed class CheckpointStreamTests : IDisposable
{
    private static readonly Dataset Data = ToyProblem.Spirals(60, seed: 1);

    private readonly TemporaryFile _file = new();
    private readonly Network<float> _network = ToyProblem.Model.Build(seed: 1);
    private readonly Optimizer _optimizer;
    private readonly Checkpoint _checkpoint;

    public CheckpointStreamTests()
    {
        _optimizer = Optimizer.Create(_network.Parameters, new AdamW(0.01));
        _checkpoint = new Checkpoint().Add(_network).Add(_optimizer);
        Train(3);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
        _file.Dispose();
    }

    [Fact]
    public void AStreamHasTheBytesOfTheFile()
    {
        _checkpoint.Save(_file.Path);
        using var seekable = new MemoryStream();
        seekable.Write([1, 2, 3]);
        _checkpoint.Save(seekable);
        using var forward = new ForwardStream([]);
        _checkpoint.Save(forward);
        Assert.Equal(File.ReadAllBytes(_file.Path), forward.ToArray());
        Assert.Equal([1, 2, 3, .. File.ReadAllBytes(_file.Path)], seekable.ToArray());
        Assert.True(seekable.CanWrite);
        Assert.False(forward.IsClosed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ARunContinuesFromAStreamWithTheSameBits(bool canSeek)
    {
        var content = Save();
        Train(2);
        var expected = _network.ComputeDigest();
        Train(1);
        using var stream = Open(content, canSeek);
        _checkpoint.Load(stream);
        Assert.Equal(3, _optimizer.StepCount);
        Train(2);
        Assert.Equal(expected, _network.ComputeDigest());
        Assert.True(stream is ForwardStream { IsClosed: false } || stream.CanRead && stream.Position == stream.Length);
    }

    [Fact]
    public void AStreamIsReadFromItsPosition()
    {
        byte[] content = [9, 9, .. Save()];
        var before = _network.ComputeDigest();
        Train(1);
        using var stream = new MemoryStream(content) { Position = 2 };
        _checkpoint.Load(stream);
        Assert.Equal(before, _network.ComputeDigest());
    }

    [Fact]
    public void AnArchiveHoldsACheckpoint()
    {
        var before = _network.ComputeDigest();
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("run/last.safetensors").Open();
            _checkpoint.Save(entry);
        }

        Train(1);
        using var read = new ZipArchive(memory);
        using (var entry = read.Entries[0].Open())
            _checkpoint.Load(entry);
        Assert.Equal(before, _network.ComputeDigest());
        Train(1);
        using (var entry = read.Entries[0].Open())
            _network.Load(entry);
        Assert.Equal(before, _network.ComputeDigest());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AStreamThatEndsEarlyIsRefusedWhereverItEnds(bool canSeek)
    {
        var content = Save();
        Train(1);
        var before = _network.ComputeDigest();
        foreach (var length in Enumerable.Range(0, 40).Concat(Enumerable.Range(1, 97).Select(i => content.Length * i / 98)).Append(content.Length - 1))
        {
            using var stream = Open(content[..length], canSeek);
            Assert.Throws<InvalidDataException>(() => _checkpoint.Load(stream));
            Assert.Equal((before, 4), (_network.ComputeDigest(), _optimizer.StepCount));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BytesAfterTheLastTensorAreRefused(bool canSeek)
    {
        using var stream = Open([.. Save(), 0], canSeek);
        Train(1);
        var before = _network.ComputeDigest();
        var error = Assert.Throws<InvalidDataException>(() => _checkpoint.Load(stream));
        Assert.StartsWith("<stream> is no valid safetensors file: ", error.Message);
        Assert.Equal(before, _network.ComputeDigest());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AnAlteredByteIsRefusedWhereverItIs(bool canSeek)
    {
        var content = Save();
        Train(1);
        var before = _network.ComputeDigest();
        for (var i = 0; i < content.Length; i += content.Length / 97)
        {
            content[i] ^= 1;
            using var stream = Open(content, canSeek);
            Assert.Throws<InvalidDataException>(() => _checkpoint.Load(stream));
            Assert.Equal((before, 4), (_network.ComputeDigest(), _optimizer.StepCount));
            content[i] ^= 1;
        }
    }

    [Fact]
    public void AStreamThatFailsAnywhereLeavesEverythingAsItWas()
    {
        var content = Save();
        Train(1);
        var before = _network.ComputeDigest();
        for (var i = 0; i <= content.Length; i += content.Length / 50)
        {
            using var stream = new ForwardStream(content) { FailsAt = i };
            Assert.Throws<IOException>(() => _checkpoint.Load(stream));
            using var target = new ForwardStream([]) { FailsAt = i * 9 / 10 };
            Assert.Throws<IOException>(() => _checkpoint.Save(target));
            Assert.Equal((before, 4), (_network.ComputeDigest(), _optimizer.StepCount));
        }
    }

    /// <summary>The header states more than there is: the memory is that of the bytes that there are.</summary>
    [Theory]
    [InlineData(99_999_999, "{}")]
    [InlineData(null, """{"w":{"dtype":"F32","shape":[250000000000],"data_offsets":[0,1000000000000]}}""")]
    public void AHeaderThatStatesTooMuchTakesLittleMemory(int? length, string header)
    {
        byte[] content = [.. BitConverter.GetBytes(length ?? (long)header.Length), .. System.Text.Encoding.UTF8.GetBytes(header), 1, 2, 3];
        Refuse(() => _checkpoint.Load(new ForwardStream(content)));
        Refuse(() => _checkpoint.Load(new MemoryStream(content)));
        Refuse(() => SafetensorsFile.Open(new ForwardStream(content)));
        Refuse(() => Preprocessing.Load(new ForwardStream(content)));

        static void Refuse(Action load)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<InvalidDataException>(load);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    /// <summary>The item that compares groups has no tensor: a file that has one of its name has something that nothing takes.
    /// </summary>
    [Fact]
    public void ATensorOfTheNameOfAComparisonIsRefusedBeforeItIsRead()
    {
        var content = Save();
        var length = (int)BitConverter.ToInt64(content);
        var header = System.Text.Encoding.UTF8.GetString(content, 8, length).TrimEnd();
        var end = content.Length - 8 - length;
        header = $"{header[..^1]},\"optimizer.groups\":{{\"dtype\":\"U8\",\"shape\":[4000000000],\"data_offsets\":[{end},{end + 4000000000}]}}}}";
        byte[] altered =
        [
            .. BitConverter.GetBytes((long)header.Length), .. System.Text.Encoding.UTF8.GetBytes(header), .. content[(8 + length)..],
        ];
        var error = Assert.Throws<InvalidDataException>(() => _checkpoint.Load(new ForwardStream(altered)));
        Assert.Contains("'optimizer.groups', which nothing here takes", error.Message);
    }

    [Fact]
    public void CancellingLeavesTheOldFileAndTheOldState()
    {
        _checkpoint.Save(_file.Path);
        var file = File.ReadAllBytes(_file.Path);
        Train(1);
        var before = _network.ComputeDigest();
        using var source = new CancellationTokenSource();
        var parts = 0;
        var cancelling = new Checkpoint().Add(_network).Add("count", () => ++parts, _ => { });
        cancelling.Add("flag", () => { source.Cancel(); return 0; }, (long _) => { });
        Assert.ThrowsAny<OperationCanceledException>(() => cancelling.Save(_file.Path, source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => _checkpoint.Load(_file.Path, source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => _checkpoint.Load(new ForwardStream(file), source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => _checkpoint.Save(new ForwardStream([]), source.Token));
        Assert.Equal([_file.Path], Directory.GetFiles(_file.Folder));
        Assert.Equal(file, File.ReadAllBytes(_file.Path));
        Assert.Equal(before, _network.ComputeDigest());
        _checkpoint.Load(_file.Path);
        Assert.Equal(3, _optimizer.StepCount);
    }

    [Fact]
    public void StreamsForTheOtherDirectionAreRefused()
    {
        using var readOnly = new MemoryStream([], writable: false);
        Assert.Throws<ArgumentException>("stream", () => _checkpoint.Save(readOnly));
        Assert.Throws<ArgumentException>("stream", () => _network.Save(readOnly));
        Assert.Throws<ArgumentException>("stream", () => new SafetensorsWriter().Save(readOnly));
        using var writeOnly = new FileStream(_file.Path, FileMode.Create, FileAccess.Write);
        Assert.Throws<ArgumentException>("stream", () => _checkpoint.Load(writeOnly));
        Assert.Throws<ArgumentException>("stream", () => SafetensorsFile.Open(writeOnly));
        Assert.Throws<ArgumentException>("stream", () => CsvDataset.Load(writeOnly));
        Assert.Throws<ArgumentException>("stream", () => IdxFile.ReadLabels(writeOnly));
        Assert.Throws<ArgumentNullException>("stream", () => _checkpoint.Load((Stream)null!));
        Assert.Throws<ArgumentNullException>("stream", () => _checkpoint.Save((Stream)null!));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TensorsOfAStreamAreReadInAnyOrder(bool canSeek)
    {
        var writer = new SafetensorsWriter();
        var values = Enumerable.Range(0, 700_000).Select(i => (float)i).ToArray();
        writer.Add<byte>("a", [3], new byte[] { 1, 2, 3 });
        writer.Add<float>("b", [values.Length], values);
        using var memory = new MemoryStream();
        writer.Save(memory, addsDigest: true);
        using var stream = Open(memory.ToArray(), canSeek);
        using (var file = SafetensorsFile.Open(stream))
        {
            var (a, b) = (new byte[3], new float[values.Length]);
            file.Read<byte>("a", a);
            file.Read<float>("b", b);
            file.Read<byte>("a", a);
            Assert.Equal([1, 2, 3], a);
            Assert.Equal(values, b);
            file.VerifyDigest();
        }

        Assert.True(stream.CanRead);
        Assert.False(stream is ForwardStream { IsClosed: true });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ANetworkAndItsPreprocessingGoThroughAStream(bool canSeek)
    {
        var preprocessing = Standardization.Fit(Data);
        using var saved = new MemoryStream();
        _network.Save(saved, preprocessing);
        using var other = ToyProblem.Model.Build(seed: 2);
        other.Load(Open(saved.ToArray(), canSeek));
        Assert.Equal(_network.ComputeDigest(), other.ComputeDigest());
        var loaded = Preprocessing.Load(Open(saved.ToArray(), canSeek));
        Assert.Equal(preprocessing.Apply(Data).Features.ToArray(), loaded.Apply(Data).Features.ToArray());
    }

    private static Stream Open(byte[] content, bool canSeek) => canSeek ? new MemoryStream(content) : new ForwardStream(content);

    private byte[] Save()
    {
        using var stream = new MemoryStream();
        _checkpoint.Save(stream);
        return stream.ToArray();
    }

    private void Train(int steps)
    {
        var loss = new SoftmaxCrossEntropy();
        for (var step = 0; step < steps; step++)
        {
            loss.Evaluate(_network.Forward(Data.Features), Data.Labels, _network.OutputGradients);
            _network.Backward();
            _optimizer.Step(new StepOptions { ZeroGradients = true });
        }
    }
}
