using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Tests;

public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly TemporaryFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void AFailingWriteLeavesTheOldFileAlone()
    {
        Writer(1).Save(_file.Path);
        var old = File.ReadAllBytes(_file.Path);
        var failing = Writer(2);
        var calls = 0;
        failing.Add("z", [1], () => calls++ == 0 ? new byte[1] : throw new TimeoutException());
        Assert.Throws<TimeoutException>(() => failing.Save(_file.Path));
        Assert.Equal(old, File.ReadAllBytes(_file.Path));
        Assert.Equal([_file.Path], Directory.GetFiles(_file.Folder));
    }

    [Fact]
    public void AFailingRenameLeavesNoFileBehind()
    {
        Directory.CreateDirectory(_file.Path);
        Assert.ThrowsAny<Exception>(() => Writer(1).Save(_file.Path));
        Assert.Empty(Directory.GetFiles(_file.Folder));
        Assert.True(Directory.Exists(_file.Path));
    }

    [Fact]
    public void AReaderOfTheOldFileKeepsIt()
    {
        Writer(1).Save(_file.Path);
        using var old = SafetensorsFile.Open(_file.Path);
        Writer(2).Save(_file.Path);
        using var current = SafetensorsFile.Open(_file.Path);
        Assert.Equal(1, Value(old));
        Assert.Equal(2, Value(current));
        Assert.Equal([_file.Path], Directory.GetFiles(_file.Folder));
    }

    [Fact]
    public void WritersOfOneTargetLeaveAWholeFileOfOneOfThem()
    {
        Parallel.For(0, 40, i => Writer(i).Save(_file.Path));
        using var file = SafetensorsFile.Open(_file.Path);
        Assert.InRange(Value(file), 0, 39);
        Assert.Equal([_file.Path], Directory.GetFiles(_file.Folder));
    }

    [Fact]
    public void AFolderThatIsNotThereIsNamed() => Assert.Throws<DirectoryNotFoundException>(
        () => Writer(1).Save(Path.Combine(_file.Folder, "none", "model.safetensors")));

    [Fact]
    public void AnotherLengthThanWhenAddedIsRefused()
    {
        var writer = new SafetensorsWriter();
        var values = new float[2];
        writer.Add("w", [2], () => values);
        values = new float[3];
        var error = Assert.Throws<InvalidOperationException>(() => writer.Save(_file.Path));
        Assert.Contains("'w' has 3 elements now; it must have 2", error.Message);
        Assert.Empty(Directory.GetFiles(_file.Folder));
    }

    [Fact]
    public void WhatTheFormatDoesNotHaveIsRefused()
    {
        var writer = Writer(1);
        writer.AddMetadata("k", "v");
        Assert.Throws<ArgumentException>(() => writer.AddMetadata("k", "w"));
        Assert.Throws<ArgumentException>(() => writer.AddMetadata("l", "\ud800"));
        Assert.Throws<ArgumentException>(() => writer.Add<float>("w", [1], new float[1]));
        Assert.Throws<ArgumentException>(() => writer.Add<float>("__metadata__", [1], new float[1]));
        Assert.Throws<ArgumentException>(() => writer.Add<float>("\udc00", [1], new float[1]));
        Assert.Throws<ArgumentException>(() => writer.Add<float>("v", new long[65], new float[1]));
        Assert.Throws<NotSupportedException>(() => writer.Add<char>("v", [1], new char[1]));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => writer.AddBytes("v", (SafetensorsDtype)99, [1], () => new byte[1]));
        foreach (var shape in new long[][] { [2], [-1], [long.MaxValue, 2], [] })
            Assert.Throws<ArgumentException>(() => writer.Add<float>("v", shape, new float[3]));
        writer.Add<float>("scalar", [], new float[1]);
        writer.Save(_file.Path);
        using var file = SafetensorsFile.Open(_file.Path);
        Assert.Equal(["scalar", "w"], file.Tensors.Select(tensor => tensor.Name));
    }

    /// <summary>The digest is of what stands in the file that has it.</summary>
    [Fact]
    public void ADigestIsOfOneFile()
    {
        var values = new float[] { 1 };
        var writer = new SafetensorsWriter();
        writer.Add<float>("w", [1], values);
        writer.Save(_file.Path, addsDigest: true);
        values[0] = 2;
        writer.Save(_file.Path);
        using var file = SafetensorsFile.Open(_file.Path);
        Assert.Empty(file.Metadata);
    }

    [Fact]
    public void DoesNotCopyTheData()
    {
        var values = new float[1_000_000];
        var writer = new SafetensorsWriter();
        writer.Add<float>("w", [values.Length], values);
        writer.Save(_file.Path);
        Assert.InRange(AllocatedBytes.Of(() => writer.Save(_file.Path), bound: 50_000), 0, 50_000);
    }

    private static SafetensorsWriter Writer(float value)
    {
        var writer = new SafetensorsWriter();
        writer.Add<float>("w", [1], new[] { value });
        return writer;
    }

    private static float Value(SafetensorsFile file)
    {
        Span<float> value = stackalloc float[1];
        file.Read("w", value);
        return value[0];
    }
}
