using System.Runtime.InteropServices;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FusedOptim.Formats;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Tests;

public sealed class SafetensorsRoundTripTests : IDisposable
{
    private readonly TemporaryFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void EveryElementTypeComesBack()
    {
        var writer = new SafetensorsWriter();
        AssertComesBack(writer, "double", SafetensorsDtype.F64, [double.NaN, -0.0, double.Epsilon]);
        AssertComesBack(writer, "float", SafetensorsDtype.F32, [float.NegativeInfinity, float.Epsilon, 1.5f]);
        AssertComesBack(writer, "half", SafetensorsDtype.F16, [Half.MaxValue, Half.Epsilon, (Half)(-2)]);
        AssertComesBack(writer, "bfloat16", SafetensorsDtype.BF16, [(BFloat16)3, new BFloat16(1), new BFloat16(0x8000)]);
        AssertComesBack<long>(writer, "long", SafetensorsDtype.I64, [long.MinValue, 0, long.MaxValue]);
        AssertComesBack<ulong>(writer, "ulong", SafetensorsDtype.U64, [ulong.MinValue, 1, ulong.MaxValue]);
        AssertComesBack<int>(writer, "int", SafetensorsDtype.I32, [int.MinValue, 0, int.MaxValue]);
        AssertComesBack<uint>(writer, "uint", SafetensorsDtype.U32, [uint.MinValue, 1, uint.MaxValue]);
        AssertComesBack<short>(writer, "short", SafetensorsDtype.I16, [short.MinValue, 0, short.MaxValue]);
        AssertComesBack<ushort>(writer, "ushort", SafetensorsDtype.U16, [ushort.MinValue, 1, ushort.MaxValue]);
        AssertComesBack<sbyte>(writer, "sbyte", SafetensorsDtype.I8, [sbyte.MinValue, 0, sbyte.MaxValue]);
        AssertComesBack<byte>(writer, "byte", SafetensorsDtype.U8, [byte.MinValue, 1, byte.MaxValue]);
    }

    [Fact]
    public void RandomTensorsAndTextsComeBack()
    {
        var text = Gen.Elements("a", "\"", "\\", "'", "\n", "\0", "<", "é", "重", "😀", "\u2028", "\ufeff", "dtype")
            .ListOf().Select(string.Concat);
        var tensor =
            from name in text
            from dtype in Gen.Elements(Enum.GetValues<SafetensorsDtype>())
            from rank in Gen.Choose(0, 4)
            from shape in Gen.Choose(0, 5).ArrayOf(rank)
            from seed in Gen.Choose(0, int.MaxValue)
            select (Name: name, Dtype: dtype, Shape: Array.ConvertAll(shape, size => (long)size), Seed: seed);
        var content =
            from tensors in tensor.ListOf()
            from metadata in Gen.Zip(text, text).ListOf()
            select (tensors.DistinctBy(one => one.Name).ToArray(), metadata.DistinctBy(one => one.Item1).ToArray());
        Prop.ForAll(content.ToArbitrary(), given =>
        {
            var (tensors, metadata) = given;
            var bytes = tensors.ToDictionary(one => one.Name, one => Bytes(one.Dtype, one.Shape, one.Seed));
            Save(tensors.Select(one => one));
            var first = File.ReadAllBytes(_file.Path);
            Save(tensors.Reverse());
            // In whatever order tensors are added, and always with aligned data.
            Assert.Equal(first, File.ReadAllBytes(_file.Path));
            Assert.Equal(0UL, BitConverter.ToUInt64(first) % 8);

            using var file = SafetensorsFile.Open(_file.Path);
            Assert.Equal(tensors.Length, file.Tensors.Count);
            foreach (var (name, dtype, shape, _) in tensors)
            {
                Assert.Equal(dtype, file[name].Dtype);
                Assert.Equal(shape, file[name].Shape.ToArray());
                var read = new byte[file[name].ByteCount];
                file.ReadBytes(name, 0, read);
                Assert.Equal(bytes[name], read);
            }

            Assert.Equal(metadata.ToDictionary(), file.Metadata);

            void Save(IEnumerable<(string Name, SafetensorsDtype Dtype, long[] Shape, int Seed)> ordered)
            {
                var writer = new SafetensorsWriter();
                foreach (var (name, dtype, shape, _) in ordered)
                    writer.AddBytes(name, dtype, shape, () => bytes[name]);
                foreach (var (key, value) in metadata)
                    writer.AddMetadata(key, value);
                writer.Save(_file.Path);
            }
        }).CheckSeeded();
    }

    [Fact]
    public void WritesTheBytesThatTheFormatStates()
    {
        var writer = new SafetensorsWriter();
        writer.AddMetadata("k", "v");
        writer.Add<byte>("b", [1], new byte[] { 7 });
        writer.Add<float>("w", [1, 2], new[] { 1f, -2f });
        writer.Save(_file.Path);
        const string header = """{"__metadata__":{"k":"v"},"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"b":""" +
            """{"dtype":"U8","shape":[1],"data_offsets":[8,9]}}""";
        var padded = header.PadRight((header.Length + 7) / 8 * 8);
        byte[] expected =
        [
            (byte)padded.Length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(padded),
            0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 7,
        ];
        Assert.Equal(expected, File.ReadAllBytes(_file.Path));
    }

    [Fact]
    public void ReadsBehindFourGibibytes()
    {
        const long large = 5_000_000_000;
        var header = $$$"""{"a":{"dtype":"U8","shape":[{{{large}}}],"data_offsets":[0,{{{large}}}]},"b":""" +
            $$$"""{"dtype":"F32","shape":[2],"data_offsets":[{{{large}}},{{{large + 8}}}]}}""";
        using (var stream = File.Create(_file.Path))
        {
            stream.Write(BitConverter.GetBytes((long)header.Length));
            stream.Write(Encoding.UTF8.GetBytes(header));
            var start = stream.Position;
            // The file has a hole: nothing is written but its ends.
            stream.SetLength(start + large + 8);
            stream.Position = start + large - 1;
            stream.WriteByte(9);
            stream.Write(MemoryMarshal.AsBytes<float>([3, 4]));
        }

        using var file = SafetensorsFile.Open(_file.Path);
        var values = new float[2];
        file.Read("b", values.AsSpan());
        Assert.Equal([3, 4], values);
        var bytes = new byte[2];
        file.ReadBytes("a", large - 2, bytes);
        Assert.Equal([0, 9], bytes);
        Assert.Equal(large, file["a"].ElementCount);
        Assert.Throws<ArgumentException>(() => file.Read("a", new byte[large % (1 << 20)].AsSpan()));
    }

    [Fact]
    public void NamesWhatDoesNotFitTheTensor()
    {
        var writer = new SafetensorsWriter();
        writer.Add<float>("w", [2], new float[2]);
        writer.Save(_file.Path);
        using var file = SafetensorsFile.Open(_file.Path);
        var type = Assert.Throws<ArgumentException>(() => file.Read("w", new double[2].AsSpan()));
        Assert.Contains("has the dtype F32; a span of System.Double takes F64.", type.Message);
        var length = Assert.Throws<ArgumentException>(() => file.Read("w", new float[3].AsSpan()));
        Assert.Contains("has 2 elements; the span has 3.", length.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadBytes("w", 1, new byte[8]));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadBytes("w", -1, new byte[1]));
        Assert.Throws<KeyNotFoundException>(() => file["v"]);
        Assert.Throws<NotSupportedException>(() => file.Read("w", new bool[8].AsSpan()));
        Assert.Null(file.Find("v"));
    }

    private void AssertComesBack<T>(SafetensorsWriter writer, string name, SafetensorsDtype dtype, T[] values)
        where T : unmanaged
    {
        writer.Add<T>(name, [1, values.Length], values);
        writer.Save(_file.Path);
        using var file = SafetensorsFile.Open(_file.Path);
        Assert.Equal(dtype, file[name].Dtype);
        Assert.Equal([1, values.Length], file[name].Shape.ToArray());
        var read = new T[values.Length];
        file.Read(name, read.AsSpan());
        Assert.Equal(MemoryMarshal.AsBytes<T>(values).ToArray(), MemoryMarshal.AsBytes<T>(read).ToArray());
    }

    private static byte[] Bytes(SafetensorsDtype dtype, long[] shape, int seed)
    {
        var bytes = new byte[SafetensorsTensor.CountBytes(dtype, shape)!.Value];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
