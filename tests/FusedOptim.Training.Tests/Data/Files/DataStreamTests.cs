using System.Text;
using FusedOptim.Training.Data;

namespace FusedOptim.Training.Tests;

/// <summary>Data sets from streams and texts are those from files, and what is not complete is refused in the same way.</summary>
public sealed class DataStreamTests
{
    private const string Rows = "1,2,0\n3,4,12\n";

    private static readonly byte[] Images = IdxBytes.Images(2, 2, 3, 0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255);

    [Fact]
    public void ATextIsReadToItsEnd()
    {
        var text = new StringReader(Rows);
        var data = CsvDataset.Load(text);
        Assert.Equal((2, 2, 13), (data.Count, data.FeatureCount, data.ClassCount));
        Assert.Equal([0, 12], data.Labels.ToArray());
        Assert.Equal("", text.ReadToEnd());
        Assert.Equal([2, 0, 4, 12], CsvDataset.LoadWithTargets(new StringReader(Rows), new CsvOptions { Targets = [1, 2] }).Targets.ToArray());
        var error = Assert.Throws<InvalidDataException>(() => CsvDataset.Load(new StringReader("1,2\nx,3\n")));
        Assert.StartsWith("<text>, line 2, column 1 ", error.Message);
        Assert.Throws<ArgumentNullException>("text", () => CsvDataset.Load((TextReader)null!));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void AStreamOfRowsStaysOpen(bool canSeek, bool isCompressed)
    {
        byte[] content = [.. "\uFEFF"u8, .. Encoding.UTF8.GetBytes(Rows)];
        using var stream = Open(isCompressed ? IdxBytes.Compress(content) : content, canSeek);
        Assert.Equal([1, 2, 3, 4], CsvDataset.Load(stream).Features.ToArray());
        Assert.True(stream.CanRead);
        Assert.False(stream is ForwardStream { IsClosed: true });
        Assert.Equal(0, stream.Read(new byte[1], 0, 1));
        using var again = Open(isCompressed ? IdxBytes.Compress(content) : content, canSeek);
        Assert.Equal([0, 12], CsvDataset.LoadWithTargets(again).Targets.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CompressedRowsThatAreCutOffAnywhereAreRefused(bool canSeek)
    {
        var compressed = IdxBytes.Compress(Encoding.UTF8.GetBytes(Rows));
        for (var length = 0; length < compressed.Length; length++)
        {
            using var stream = Open(compressed[..length], canSeek);
            Assert.Throws<InvalidDataException>(() => CsvDataset.Load(stream));
        }

        using var longer = Open([.. compressed, 0], canSeek);
        Assert.Throws<InvalidDataException>(() => CsvDataset.Load(longer));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void StreamsOfImagesAndLabelsAreADataSet(bool canSeek, bool isCompressed)
    {
        using var images = Open(isCompressed ? IdxBytes.Compress(Images) : Images, canSeek);
        using var labels = Open(isCompressed ? IdxBytes.Compress(IdxBytes.Labels(7, 0)) : IdxBytes.Labels(7, 0), canSeek);
        var data = IdxDataset.Load(images, labels);
        Assert.Equal((2, 6, 8), (data.Count, data.FeatureCount, data.ClassCount));
        Assert.Equal([7, 0], data.Labels.ToArray());
        Assert.Equal(1, data.Features[^1]);
        Assert.False(images is ForwardStream { IsClosed: true } || !images.CanRead);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StreamsOfImagesThatEndEarlyOrLateAreRefused(bool canSeek)
    {
        var compressed = IdxBytes.Compress(Images);
        for (var length = 0; length < Images.Length; length++)
            Refuse(Images[..length]);
        for (var length = 0; length < compressed.Length; length++)
            Refuse(compressed[..length]);
        Refuse([.. Images, 0]);
        Refuse([.. compressed, 0]);

        void Refuse(byte[] content)
        {
            using var stream = Open(content, canSeek);
            var error = Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(stream));
            Assert.StartsWith("<stream> is ", error.Message);
        }
    }

    [Fact]
    public void AHeaderThatStatesTooMuchTakesLittleMemory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(new ForwardStream(IdxBytes.Images(1 << 10, 1 << 10, 1 << 10, 1, 2))));
        var error = Assert.Throws<InvalidDataException>(
            () => IdxFile.ReadImages(new ForwardStream(IdxBytes.Images(1 << 11, 1 << 10, 1 << 10, 1, 2))));
        Assert.Contains("a stream that cannot seek may have 1073741824", error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void AStreamThatCanSeekIsReadFromItsPosition()
    {
        using var stream = new MemoryStream([1, 2, 3, .. Images]) { Position = 3 };
        Assert.Equal(2, IdxFile.ReadImages(stream).Count);
        using var rows = new MemoryStream(Encoding.UTF8.GetBytes("not,a,row\n" + Rows)) { Position = 10 };
        Assert.Equal(2, CsvDataset.Load(rows).Count);
    }

    private static Stream Open(byte[] content, bool canSeek) => canSeek ? new MemoryStream(content) : new ForwardStream(content);
}
