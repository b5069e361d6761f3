using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using FusedOptim.Memory;

namespace FusedOptim.Formats;

/// <summary>
/// The elements of a slab: as kernels take them, or coded in a format, all codes first, then the scales of the blocks.
/// </summary>
/// <param name="Slab">The slab.</param>
/// <param name="Count">The number of elements of the slab: whole blocks.</param>
/// <param name="Format">The format; <see langword="null"/> for elements that kernels take as they are.</param>
internal readonly unsafe record struct ElementStream(Slab Slab, nint Count, StorageFormat? Format)
{
    /// <summary>Copies or decodes elements.</summary>
    /// <typeparam name="T">What kernels compute in: float where there is a format.</typeparam>
    /// <param name="first">The index of the first element, which starts a block.</param>
    /// <param name="values">Receives the values: whole blocks where there is a format.</param>
    public void Read<T>(nint first, Span<T> values)
        where T : unmanaged
    {
        if (Format is null)
            Slab.Span<T>(first * sizeof(T), values.Length).CopyTo(values);
        else
            Format.Decode(Codes(first, values.Length), Scales(first, values.Length), Floats(values));
    }

    /// <summary>Asks for the codes of elements, so that they come while other work is done; past the end that does no harm.</summary>
    /// <param name="first">The index of the first element.</param>
    /// <param name="length">The number of elements.</param>
    public void Prefetch(nint first, int length)
    {
        if (Format is null || !Sse.IsSupported)
            return;
        var codes = (byte*)CodesFrom(first);
        for (var i = 0; i < length * Format.ElementSize; i += Slab.Alignment)
            Sse.Prefetch1(codes + i);
    }

    /// <summary>Copies or encodes elements.</summary>
    /// <typeparam name="T">What kernels compute in: float where there is a format.</typeparam>
    /// <param name="first">The index of the first element, which starts a block.</param>
    /// <param name="values">The values: whole blocks where there is a format.</param>
    /// <param name="noise">The noise of the first of them and those after it.</param>
    public void Write<T>(nint first, Span<T> values, in RoundingNoise noise)
        where T : unmanaged
    {
        if (Format is null)
            values.CopyTo(Slab.Span<T>(first * sizeof(T), values.Length));
        else
            Format.Encode(Floats(values), noise, Codes(first, values.Length), Scales(first, values.Length));
    }

    /// <summary>Elements as they are stored: where there is a format, up to the end of the last block.</summary>
    /// <param name="first">The index of the first element, which starts a block.</param>
    /// <param name="count">The number of elements.</param>
    /// <param name="computeSize">The bytes of an element that kernels compute with.</param>
    public StoredElements Stored(nint first, nint count, int computeSize) => Format is null
        ? new StoredElements(Slab, first * computeSize, count, computeSize, format: null, scales: 0)
        : new StoredElements(
            Slab, first * Format.ElementSize, WholeBlocks(count), Format.ElementSize, Format, ScaleOffset(first));

    /// <summary>The length of whole blocks that elements from the start of a block on lie in.</summary>
    public static nint WholeBlocks(nint length) =>
        (length + StorageFormat.BlockLength - 1) / StorageFormat.BlockLength * StorageFormat.BlockLength;

    private static Span<float> Floats<T>(Span<T> values)
        where T : unmanaged
    {
        Debug.Assert(typeof(T) == typeof(float));
        return MemoryMarshal.Cast<T, float>(values);
    }

    /// <summary>The address of the codes of an element and those after it, where there is a format.</summary>
    public nint CodesFrom(nint first) => Slab.Address + first * Format!.ElementSize;

    private nint ScaleOffset(nint first) =>
        Count * Format!.ElementSize + first / StorageFormat.BlockLength * Format.ScaleSize;

    private Span<byte> Codes(nint first, int length) =>
        Slab.Span<byte>(first * Format!.ElementSize, length * Format.ElementSize);

    private Span<byte> Scales(nint first, int length) =>
        Slab.Span<byte>(ScaleOffset(first), length / StorageFormat.BlockLength * Format!.ScaleSize);
}
