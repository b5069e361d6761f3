using System.IO.Compression;
using System.Text;
using FusedOptim.Training.Data;

namespace FusedOptim.Training.Tests;

/// <summary>Compressed files whose end is missing, or is not the end.</summary>
[Trait("Kind", "Files")]
public sealed class IncompleteGzipTests : IDisposable
{
    private const string Rows = "1,2,0\n3,4,12\n";

    private readonly TemporaryFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void ACsvFileThatIsCutOffAnywhereIsRefused()
    {
        var compressed = IdxBytes.Compress(Encoding.UTF8.GetBytes(Rows));
        Assert.Empty(LengthsThatAreRead(compressed, Enumerable.Range(0, compressed.Length)));
    }

    [Fact]
    public void WhatGzipWroteIsRefusedAfter22Bytes()
    {
        // gzip -n, whose deflate data has fixed codes: 22 bytes hold "1,2,0\n3,4,1".
        var compressed = Convert.FromBase64String("H4sIAAAAAAAAAzPUMdIx4DLWMdExNOICAEJvmi0NAAAA");
        Assert.Equal(Rows, Decompress(compressed));
        Assert.Empty(LengthsThatAreRead(compressed, Enumerable.Range(0, compressed.Length)));
        var error = Assert.Throws<InvalidDataException>(() => CsvDataset.Load(Write(compressed[..22])));
        Assert.StartsWith(_file.Folder, error.Message);
    }

    [Fact]
    public void ALongCsvFileThatIsCutOffAnywhereIsRefused()
    {
        var random = new Random(1);
        var text = string.Concat(Enumerable.Range(0, 6000).Select(_ => $"{random.Next()},{random.Next()},{random.Next(10)}\n"));
        var compressed = IdxBytes.Compress(Encoding.UTF8.GetBytes(text));
        Assert.InRange(compressed.Length, 30_000, int.MaxValue);
        // Around the sizes of buffers, in the trailer, and here and there.
        Assert.Empty(LengthsThatAreRead(
            compressed,
            Enumerable.Range(8180, 24).Concat(Enumerable.Range(16_372, 24)).Concat(Enumerable.Range(compressed.Length - 40, 40))
                .Concat(Enumerable.Range(1, 40).Select(_ => random.Next(compressed.Length)))));
    }

    [Fact]
    public void ASecondMemberThatIsCutOffAnywhereIsRefused()
    {
        var first = IdxBytes.Compress("1,2,0\n"u8.ToArray());
        byte[] both = [.. first, .. IdxBytes.Compress("3,4,12\n"u8.ToArray())];
        Assert.Equal([12], CsvDataset.Load(Write(both)).Labels[1..].ToArray());
        Assert.Empty(LengthsThatAreRead(both, Enumerable.Range(first.Length + 1, both.Length - first.Length - 1)));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\0")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")]
    [InlineData("5,6,7\n")]
    [InlineData("\u001f")]
    public void OtherBytesAfterTheEndAreRefused(string text)
    {
        var path = Write([.. IdxBytes.Compress(Encoding.UTF8.GetBytes(Rows)), .. Encoding.UTF8.GetBytes(text)]);
        var error = Assert.Throws<InvalidDataException>(() => CsvDataset.Load(path));
        Assert.StartsWith(path, error.Message);
    }

    [Fact]
    public void TargetsOfAFileThatIsCutOffAnywhereAreRefused()
    {
        var compressed = IdxBytes.Compress(Encoding.UTF8.GetBytes(Rows));
        var read = Enumerable.Range(0, compressed.Length).Where(length =>
            Record.Exception(() => CsvDataset.LoadWithTargets(Write(compressed[..length]))) is not InvalidDataException);
        Assert.Empty(read);
    }

    [Fact]
    public void AnIdxFileThatIsCutOffAnywhereIsRefused()
    {
        var compressed = IdxBytes.Compress(IdxBytes.Labels(1, 2, 3, 4, 5));
        var read = Enumerable.Range(0, compressed.Length).Where(length =>
            Record.Exception(() => IdxFile.ReadLabels(Write(compressed[..length]))) is not InvalidDataException);
        Assert.Empty(read);
        Assert.Equal<byte>([1, 2, 3, 4, 5], IdxFile.ReadLabels(Write(compressed)));
        Assert.Throws<InvalidDataException>(() => IdxFile.ReadLabels(Write([.. compressed, 0])));
    }

    [Fact]
    public void ACsvFileOfMoreThanTwoGigabytesIsRead()
    {
        // A member of 2²⁰ bytes, 2,100 times.
        const int members = 2_100;
        var line = new byte[1 << 20];
        line.AsSpan().Fill((byte)' ');
        "1"u8.CopyTo(line);
        ",1\n"u8.CopyTo(line.AsSpan(^3));
        var member = IdxBytes.Compress(line);
        var path = Path.Combine(_file.Folder, "large.csv.gz");
        using (var file = File.Create(path))
        {
            for (var i = 0; i < members; i++)
                file.Write(member);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Dataset? dataset = null;
        Assert.Null(Record.Exception(() => dataset = CsvDataset.Load(path)));
        Assert.Equal((members, 1, 1), (dataset!.Count, dataset.FeatureCount, dataset.ClassCount));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
    }

    private int[] LengthsThatAreRead(byte[] compressed, IEnumerable<int> lengths) =>
        [.. lengths.Where(length => Record.Exception(() => CsvDataset.Load(Write(compressed[..length]))) is not
            InvalidDataException error || !error.Message.StartsWith(_file.Folder, StringComparison.Ordinal))];

    private string Write(byte[] content)
    {
        var path = Path.Combine(_file.Folder, "data.csv.gz");
        File.WriteAllBytes(path, content);
        return path;
    }

    private static string Decompress(byte[] content)
    {
        using var reader = new StreamReader(new GZipStream(new MemoryStream(content), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }
}
