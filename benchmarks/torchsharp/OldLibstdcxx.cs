using System.Buffers.Binary;

namespace FusedOptim.TorchSharpWorker;

/// <summary>
/// Lets TorchSharp's native library load where libstdc++ is older than that of GCC 13, as on Debian 12. The library names one
/// symbol of that version, <c>std::ios_base_library_init</c>, and calls nothing of it.
/// </summary>
/// <remarks>The entry of the version in the library's <c>.gnu.version_r</c> becomes weak: see "Symbol versioning" in the Linux
/// Standard Base. Where libstdc++ is new enough, the change has no effect.</remarks>
internal static class OldLibstdcxx
{
    private const uint VersionsNeeded = 0x6FFFFFFE; // SHT_GNU_verneed
    private const ushort Weak = 2; // VER_FLG_WEAK

    private const int SectionHeaderLength = 64;

    /// <summary>Marks the version as weak in a 64-bit little-endian ELF file that is not loaded yet.</summary>
    /// <param name="path">The library; nothing is done where it does not exist.</param>
    public static void Accept(string path)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(path))
            return;
        var content = File.ReadAllBytes(path);
        if (Mark(content, "GLIBCXX_3.4.32"u8))
        {
            // Replaced, not written over: another process may have it loaded.
            File.WriteAllBytes(path + ".new", content);
            File.Move(path + ".new", path, overwrite: true);
        }
    }

    private static bool Mark(Span<byte> file, ReadOnlySpan<byte> version)
    {
        var isChanged = false;
        var sections = Sections(file, out var sectionCount);
        for (var i = 0; i < sectionCount; i++)
        {
            var section = file[(sections + SectionHeaderLength * i)..];
            if (BinaryPrimitives.ReadUInt32LittleEndian(section[4..]) != VersionsNeeded)
                continue;
            var strings = Offset(file[(sections + SectionHeaderLength * (int)BinaryPrimitives.ReadUInt32LittleEndian(section[40..]))..]);
            var library = Offset(section);
            for (var j = BinaryPrimitives.ReadUInt32LittleEndian(section[44..]); j > 0; j--)
            {
                var entry = library + (int)BinaryPrimitives.ReadUInt32LittleEndian(file[(library + 8)..]);
                for (var k = BinaryPrimitives.ReadUInt16LittleEndian(file[(library + 2)..]); k > 0; k--)
                {
                    var name = file[(strings + (int)BinaryPrimitives.ReadUInt32LittleEndian(file[(entry + 8)..]))..];
                    var flags = BinaryPrimitives.ReadUInt16LittleEndian(file[(entry + 4)..]);
                    if (name[..name.IndexOf((byte)0)].SequenceEqual(version) && (flags & Weak) == 0)
                    {
                        BinaryPrimitives.WriteUInt16LittleEndian(file[(entry + 4)..], (ushort)(flags | Weak));
                        isChanged = true;
                    }

                    entry += (int)BinaryPrimitives.ReadUInt32LittleEndian(file[(entry + 12)..]);
                }

                library += (int)BinaryPrimitives.ReadUInt32LittleEndian(file[(library + 12)..]);
            }
        }

        return isChanged;
    }

    private static int Sections(ReadOnlySpan<byte> file, out int count)
    {
        count = BinaryPrimitives.ReadUInt16LittleEndian(file[0x3C..]);
        return checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file[0x28..]));
    }

    private static int Offset(ReadOnlySpan<byte> section) => checked((int)BinaryPrimitives.ReadUInt64LittleEndian(section[24..]));
}
