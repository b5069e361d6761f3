using System.Buffers.Binary;
using System.IO.Compression;

namespace FusedOptim.Training.Tests;

/// <summary>IDX files by hand.</summary>
internal static class IdxBytes
{
    public static byte[] Of(uint magic, uint[] dimensions, params byte[] elements)
    {
        var header = new byte[4 * (1 + dimensions.Length)];
        BinaryPrimitives.WriteUInt32BigEndian(header, magic);
        for (var i = 0; i < dimensions.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4 * (i + 1)), dimensions[i]);
        return [.. header, .. elements];
    }

    public static byte[] Images(uint count, uint height, uint width, params byte[] pixels) =>
        Of(0x803, [count, height, width], pixels);

    public static byte[] Labels(params byte[] labels) => Of(0x801, [(uint)labels.Length], labels);

    public static byte[] Compress(byte[] content)
    {
        var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal))
            gzip.Write(content);
        return memory.ToArray();
    }
}
