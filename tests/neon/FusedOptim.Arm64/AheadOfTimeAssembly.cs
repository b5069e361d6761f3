using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace FusedOptim.Arm64;

/// <summary>
/// An assembly as ahead-of-time compilers need it: they emit nothing for methods with
/// <see cref="MethodImplAttributes.AggressiveOptimization"/>, so no method has it. The code is that of the original, to
/// the last instruction; <c>FUSEDOPTIM_AHEAD_OF_TIME</c> would do the same by building everything again.
/// </summary>
internal static class AheadOfTimeAssembly
{
    // A row of the table of methods begins with the address of the code; the implementation's attributes follow.
    private const int AttributesOffset = 4;

    public static byte[] Of(byte[] assembly)
    {
        var patched = assembly.ToArray();
        using var file = new PEReader(new MemoryStream(assembly));
        var metadata = file.GetMetadataReader();
        var table = file.PEHeaders.MetadataStartOffset + metadata.GetTableMetadataOffset(TableIndex.MethodDef);
        for (var row = 0; row < metadata.MethodDefinitions.Count; row++)
        {
            var attributes = patched.AsSpan(table + row * metadata.GetTableRowSize(TableIndex.MethodDef) + AttributesOffset, 2);
            var value = (MethodImplAttributes)BinaryPrimitives.ReadUInt16LittleEndian(attributes);
            BinaryPrimitives.WriteUInt16LittleEndian(
                attributes, (ushort)(value & ~MethodImplAttributes.AggressiveOptimization));
        }

        return patched;
    }
}
