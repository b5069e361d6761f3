using FusedOptim.Training.Data;

namespace FusedOptim.Training.Tests;

public sealed class IdxFileTests : IDisposable
{
    private readonly TemporaryFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadsImagesAndLabels(bool isCompressed)
    {
        var images = IdxFile.ReadImages(Write(IdxBytes.Images(2, 2, 3, 0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255)));
        Assert.Equal((2, 2, 3), (images.Count, images.Height, images.Width));
        Assert.Equal<byte>([0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255], images.Pixels.ToArray());
        Assert.Equal<byte>([7, 0, 9], IdxFile.ReadLabels(Write(IdxBytes.Labels(7, 0, 9))));

        string Write(byte[] content) => this.Write(isCompressed ? IdxBytes.Compress(content) : content);
    }

    [Fact]
    public void ReadsCompressedFilesThatAreLongerThanTheFirstBuffer()
    {
        var pixels = new byte[1000 * 300];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(i * 31 >> 3);
        var path = Write(IdxBytes.Compress(IdxBytes.Images(1000, 30, 10, pixels)));
        Assert.Equal(pixels, IdxFile.ReadImages(path).Pixels.ToArray());
    }

    public static TheoryData<byte[], string> Malformed => new()
    {
        { [], "it has 0 bytes; the header takes 16" },
        { IdxBytes.Images(1, 1, 1)[..15], "it has 15 bytes; the header takes 16" },
        {
            IdxBytes.Of(0x801, [12, 1, 1], new byte[12]),
            "the magic number is 0x00000801; it must be 0x00000803: unsigned bytes in 3 dimensions"
        },
        {
            IdxBytes.Of(0xD03, [1, 1, 1], 0, 0, 0, 0),
            "the magic number is 0x00000D03; it must be 0x00000803: unsigned bytes in 3 dimensions"
        },
        { IdxBytes.Images(0, 1, 1), "the number of images is 0; it must be from 1 to 2147483647" },
        { IdxBytes.Images(1, 0, 1), "the number of rows is 0; it must be from 1 to 2147483647" },
        { IdxBytes.Images(1, 1, 0xFFFFFFFF, 0), "the number of columns is 4294967295; it must be from 1 to 2147483647" },
        { IdxBytes.Images(2, 2, 1, 1, 2, 3), "it has 3 bytes behind the header, whose dimensions multiply to 4" },
        { IdxBytes.Images(2, 1, 1, 1, 2, 3), "it has 3 bytes behind the header, whose dimensions multiply to 2" },
        {
            IdxBytes.Images(0x7FFFFFFF, 0x7FFFFFFF, 1, 0),
            "it has 1 bytes behind the header, whose dimensions multiply to 4611686014132420609"
        },
        {
            // 2³² · 2³², which is 0 in 64 bits.
            IdxBytes.Images(1u << 30, 1u << 30, 16),
            "its dimensions multiply to 18446744073709551616; at most 2147483591 can be read"
        },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void NamesFileFieldAndValueOfWhatIsWrong(byte[] content, string fault)
    {
        var path = Write(content);
        var error = Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path));
        Assert.Equal($"{path} is no valid IDX file: {fault}.", error.Message);
    }

    [Theory]
    [InlineData(3, "it ends after 3 elements; its dimensions multiply to 4")]
    [InlineData(5, "it goes on after 4 elements, to which its dimensions multiply")]
    public void CompressedFilesHaveAsManyElementsAsTheirHeaderSays(int elements, string fault)
    {
        var path = Write(IdxBytes.Compress(IdxBytes.Images(4, 1, 1, new byte[elements])));
        var error = Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path));
        Assert.Equal($"{path} is no valid IDX file: {fault}.", error.Message);
    }

    [Fact]
    public void RefusesCompressedFilesThatStateTooMuch()
    {
        var path = Write(IdxBytes.Compress(IdxBytes.Images(1 << 20, 1 << 10, 2)));
        var error = Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path));
        Assert.EndsWith("its dimensions multiply to 2147483648; a compressed file may have 1073741824.", error.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AllocatesNothingForElementsThatAreNotThere(bool isCompressed)
    {
        var content = IdxBytes.Images(1 << 10, 1 << 10, 1 << 10, 1, 2, 3);
        var path = Write(isCompressed ? IdxBytes.Compress(content) : content);
        Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void RefusesCompressedFilesThatWereCutShortOrAltered()
    {
        var pixels = new byte[10_000];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(i * i % 251);
        var compressed = IdxBytes.Compress(IdxBytes.Images(100, 10, 10, pixels));
        foreach (var length in new[] { 2, 5, 17, 100, compressed.Length - 100 })
            Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(Write(compressed[..length])));
        compressed[^6] ^= 1;
        var path = Write(compressed);
        Assert.StartsWith(
            $"{path} is not a complete gzip file: ",
            Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path)).Message);
    }

    [Fact]
    public void RefusesFilesThatDoNotExist() =>
        Assert.Throws<FileNotFoundException>(() => IdxFile.ReadLabels(_file.Path));

    private string Write(byte[] content)
    {
        File.WriteAllBytes(_file.Path, content);
        return _file.Path;
    }
}
