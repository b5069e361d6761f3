using System.Text;
using System.Text.Json;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Tests;

public sealed class SafetensorsRefusalTests : IDisposable
{
    // A file of n bytes may cost its header, objects for what stands in it, and an exception.
    private const int BytesPerByte = 12, FixedBytes = 20_000;

    private readonly TemporaryFile _file = new();

    public static TheoryData<string, string> Malformed => Vectors("must_reject");

    public static TheoryData<string, string> Odd => Vectors("must_accept");

    public static TheoryData<string, string> Headers => new()
    {
        { "[]", "its header is a JSON StartArray; it must be an object" },
        { "{} {}", "its header is not JSON" },
        { "{/**/}", "its header is not JSON" },
        { """{"a":1}""", "its key 'a' has a JSON Number; it must have an object" },
        { """{"__metadata__":null}""", "its key '__metadata__' has a JSON Null; it must have an object" },
        { """{"__metadata__":{},"__metadata__":{}}""", "it has the key __metadata__ twice" },
        { """{"__metadata__":{"a":1}}""", "the metadata 'a' is a JSON Number; it must be a string" },
        { """{"__metadata__":{"a":"","\u0061":""}}""", "it has the metadata 'a' twice" },
        { """{"__metadata__":{"a":"\ud800"}}""", "is not valid Unicode" },
        { Tensor("U8", "[0]", "[0,0]", ""","x":0"""), "'t' has the key 'x'; a tensor has" },
        { Tensor("U8", "[0]", "[0,0]", ""","shape":[0]"""), "'t' has the key 'shape' twice" },
        { """{"t":{"dtype":"U8","shape":[0]}}""", "'t' lacks a key; a tensor has 'dtype', 'shape' and 'data_offsets'" },
        { """{"t":{"dtype":8,"shape":[0],"data_offsets":[0,0]}}""", "'t' has a JSON Number as dtype" },
        { Tensor("U9", "[0]", "[0,0]"), "'t' has the dtype 'U9'; the known ones are BOOL, U8" },
        { Tensor("U8", "0", "[0,0]"), "'t' has a JSON Number as shape; it must be an array" },
        { Tensor("U8", "[-1]", "[0,0]"), "'t' has as number 1 of its shape what is not a whole number from 0 to 9223372036854" },
        { Tensor("U8", "[0,1.5]", "[0,0]"), "'t' has as number 2 of its shape what is not a whole number" },
        { Tensor("U8", "[\"0\"]", "[0,0]"), "'t' has as number 1 of its shape what is not a whole number" },
        { Tensor("U8", "[4294967296,4294967296]", "[0,0]"), "its bytes must be at most 0" },
        { Tensor("F64", "[2305843009213693952]", "[0,0]"), "its bytes must be at most 0" },
        { Tensor("U8", $"[0{Repeat(",0", 64)}]", "[0,0]"), "'t' has more than 64 numbers in its shape" },
        { Tensor("U8", "[0]", "[0]"), "'t' has the data_offsets [0]; they must be two, in order, and at most 0" },
        { Tensor("U8", "[0]", "[0,0,0]"), "'t' has more than 2 numbers in its data_offsets" },
        { Tensor("U8", "[0]", "[1,0]"), "'t' has the data_offsets [1, 0]; they must be two, in order" },
        { Tensor("U8", "[1]", "[0,1]"), "'t' has the data_offsets [0, 1]; they must be two, in order, and at most 0" },
        { """{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"\u0061":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""",
            "it has two tensors of the name 'a'" },
        { Repeat("""{"a":""", 100_000), "its tensor 'a' has the key 'a'" },
        { Repeat("[", 100_000), "its header is a JSON StartArray" },
        { $$"""{"t":{"dtype":"U8","shape":{{Repeat("[", 100_000)}}""", "not JSON of at most 3 levels" },
        { $$"""{"{{Repeat("n", 100_000)}}":0}""", $"its key '{Repeat("n", 100)}...' has a JSON Number" },
    };

    public void Dispose() => _file.Dispose();

    [Theory]
    [MemberData(nameof(Malformed))]
    public void TheFilesThatTheFormatsAuthorsRefuseAreRefused(string name, string hex)
    {
        Assert.NotEmpty(name);
        Assert.False(Opens(Convert.FromHexString(hex)));
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public void TheFilesThatTheFormatsAuthorsReadAreRead(string name, string hex)
    {
        Assert.NotEmpty(name);
        Assert.True(Opens(Convert.FromHexString(hex)));
    }

    [Theory]
    [MemberData(nameof(Headers))]
    public void SaysWhatIsWrongAndWhatIsAllowed(string header, string message)
    {
        Assert.False(Opens(File(header, []), message));
        Assert.Contains(_file.Path, Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(_file.Path)).Message);
    }

    [Theory]
    [InlineData(0, 4, 5, 8, "'b' starts at byte 5 of the data; it must start at 4")]
    [InlineData(0, 4, 3, 8, "'b' starts at byte 3 of the data; it must start at 4")]
    [InlineData(1, 4, 4, 8, "'a' starts at byte 1 of the data; it must start at 0")]
    [InlineData(0, 4, 4, 7, "8 bytes are behind its header; there must be 7")]
    [InlineData(0, 4, 4, 9, "'b' has the data_offsets [4, 9]; they must be two, in order, and at most 8")]
    public void DataWithoutGapOrOverlap(int a, int endOfA, int b, int endOfB, string message)
    {
        var header = $$$"""{"b":{"dtype":"U8","shape":[{{{endOfB - b}}}],"data_offsets":[{{{b}}},{{{endOfB}}}]},"a":""" +
            $$$"""{"dtype":"U8","shape":[{{{endOfA - a}}}],"data_offsets":[{{{a}}},{{{endOfA}}}]}}""";
        Assert.False(Opens(File(header, new byte[8]), message));
    }

    [Fact]
    public void InvalidUtf8IsRefused()
    {
        var bytes = File("""{"__metadata__":{"k":"??"}}""", []);
        bytes[^5] = 0xC0;
        Assert.False(Opens(bytes, "its header is not valid UTF-8"));
    }

    [Fact]
    public void AHeaderBeyondTheLimitOfTheFormatIsRefused()
    {
        using (var stream = System.IO.File.Create(_file.Path))
        {
            stream.Write(BitConverter.GetBytes(100_000_001L));
            stream.SetLength(200_000_000);
        }

        var error = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(_file.Path));
        Assert.Contains("it states a header of 100000001 bytes; at most 100000000 are possible here", error.Message);
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        var bytes = Small();
        for (var length = 0; length < bytes.Length; length++)
            Assert.False(Opens(bytes[..length]));
        Assert.True(Opens(bytes));
        Assert.False(Opens([.. bytes, 0]));
    }

    [Fact]
    public void AFileThatShrinksWhileItIsOpenIsRefused()
    {
        System.IO.File.WriteAllBytes(_file.Path, Small());
        using var file = SafetensorsFile.Open(_file.Path);
        using (var stream = new FileStream(_file.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            stream.SetLength(stream.Length - 1);
        Assert.Throws<InvalidDataException>(() => file.Read("b", new byte[3].AsSpan()));
    }

    [Fact]
    public void EveryAlteredByteOfTheHeaderIsRefusedOrReadsConsistently()
    {
        var bytes = Small();
        var headerEnd = 8 + BitConverter.ToInt32(bytes);
        var accepted = 0;
        for (var i = 0; i < headerEnd; i++)
        {
            for (var change = 1; change < 256; change++)
            {
                bytes[i] ^= (byte)change;
                accepted += Opens(bytes) ? 1 : 0;
                bytes[i] ^= (byte)change;
            }
        }

        // Letters of names and texts, and white space, may change.
        Assert.InRange(accepted, 1, 255 * headerEnd / 2);
    }

    [Fact]
    public void ManySmallEntriesCostInProportionToTheFile()
    {
        var header = new StringBuilder("""{"__metadata__":{}""");
        for (var i = 0; i < 5_000; i++)
            header.Append($$""","{{i}}":{"dtype":"U8","shape":[0{{Repeat(",0", i % 64)}}],"data_offsets":[0,0]}""");
        Assert.True(Opens(File(header.Append('}').ToString(), [])));
    }

    /// <summary>Whether a file is read, consistently; otherwise it must be refused with the one exception. Both within the
    /// memory that a file of its size may cost.</summary>
    private bool Opens(byte[] bytes, string message = "")
    {
        // In place: some file systems flush to the disk what is written after truncation.
        using (var stream = new FileStream(_file.Path, FileMode.OpenOrCreate, FileAccess.Write))
        {
            stream.SetLength(bytes.Length);
            stream.Write(bytes);
        }

        var bound = FixedBytes + ((long)BytesPerByte * bytes.Length);
        Assert.InRange(AllocatedBytes.Of(OpenAndClose, bound), 0, bound);
        try
        {
            using var file = SafetensorsFile.Open(_file.Path);
            var headerEnd = 8 + (long)BitConverter.ToUInt64(bytes);
            Assert.Equal(bytes.Length - headerEnd, file.Tensors.Sum(tensor => tensor.ByteCount));
            foreach (var tensor in file.Tensors)
            {
                var content = new byte[tensor.ByteCount];
                file.ReadBytes(tensor.Name, 0, content);
                Assert.Equal(bytes.AsSpan((int)(headerEnd + tensor.Start), content.Length).ToArray(), content);
            }

            return true;
        }
        catch (InvalidDataException exception)
        {
            Assert.Contains(message, exception.Message);
            return false;
        }
    }

    private void OpenAndClose()
    {
        try
        {
            SafetensorsFile.Open(_file.Path).Dispose();
        }
        catch (InvalidDataException)
        {
            // What a refusal costs counts too.
        }
    }

    private byte[] Small()
    {
        var writer = new SafetensorsWriter();
        writer.AddMetadata("k", "v");
        writer.Add<float>("w", [2, 1], new[] { 1f, 2f });
        writer.Add<byte>("b", [3], new byte[] { 1, 2, 3 });
        writer.Save(_file.Path);
        return System.IO.File.ReadAllBytes(_file.Path);
    }

    private static byte[] File(string header, byte[] data)
    {
        var bytes = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)bytes.Length), .. bytes, .. data];
    }

    private static string Tensor(string dtype, string shape, string offsets, string rest = "") =>
        $$$"""{"t":{"dtype":"{{{dtype}}}","shape":{{{shape}}},"data_offsets":{{{offsets}}}{{{rest}}}}}""";

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static TheoryData<string, string> Vectors(string kind)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "recordings", "safetensors_malformed.json");
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(path));
        var data = new TheoryData<string, string>();
        foreach (var vector in document.RootElement.GetProperty(kind).EnumerateArray())
            data.Add(vector.GetProperty("name").GetString()!, vector.GetProperty("file_hex").GetString()!);
        return data;
    }
}
