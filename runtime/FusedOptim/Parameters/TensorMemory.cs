using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using FusedOptim.Formats;
using FusedOptim.Memory;

namespace FusedOptim;

/// <summary>Values or gradients of a parameter at an address, as kernels take them or in a format of elements.</summary>
/// <param name="Address">The address of the first element.</param>
/// <param name="Count">The number of elements; nothing behind them is read or written.</param>
/// <param name="Format">The format, which has no scales; <see langword="null"/> for elements that kernels take as they are.</param>
internal readonly unsafe record struct TensorMemory(nint Address, nint Count, StorageFormat? Format)
{
    /// <summary>Copies or decodes elements; zeros behind the last one.</summary>
    /// <typeparam name="T">What kernels compute in: float where there is a format.</typeparam>
    /// <param name="first">The index of the first element.</param>
    /// <param name="values">Receives the values: whole blocks where there is a format.</param>
    public void Read<T>(nint first, Span<T> values)
        where T : unmanaged
    {
        var length = (int)Math.Min(values.Length, Count - first);
        if (Format is null)
        {
            new ReadOnlySpan<T>((T*)Address + first, length).CopyTo(values);
            values[length..].Clear();
            return;
        }

        var floats = MemoryMarshal.Cast<T, float>(values);
        var codes = new ReadOnlySpan<byte>((byte*)Address + first * Format.ElementSize, length * Format.ElementSize);
        var whole = length / StorageFormat.BlockLength * StorageFormat.BlockLength;
        Format.Decode(codes[..(whole * Format.ElementSize)], default, floats[..whole]);
        if (whole == floats.Length)
            return;
        Span<byte> padded = stackalloc byte[StorageFormat.BlockLength * Format.ElementSize];
        padded.Clear();
        codes[(whole * Format.ElementSize)..].CopyTo(padded);
        Format.Decode(padded, default, floats.Slice(whole, StorageFormat.BlockLength));
    }

    /// <summary>Copies or encodes elements; those behind the last one are left out.</summary>
    /// <typeparam name="T">What kernels compute in: float where there is a format.</typeparam>
    /// <param name="first">The index of the first element.</param>
    /// <param name="values">The values: whole blocks where there is a format.</param>
    /// <param name="noise">The noise of the first element and those after it.</param>
    /// <param name="rounding">The format with another rounding, if it is not that of <see cref="Format"/>.</param>
    public void Write<T>(nint first, ReadOnlySpan<T> values, in RoundingNoise noise, StorageFormat? rounding = null)
        where T : unmanaged
    {
        var length = (int)Math.Min(values.Length, Count - first);
        if (Format is null)
        {
            values[..length].CopyTo(new Span<T>((T*)Address + first, length));
            return;
        }

        var format = rounding ?? Format;
        var floats = MemoryMarshal.Cast<T, float>(values);
        var codes = new Span<byte>((byte*)Address + first * format.ElementSize, length * format.ElementSize);
        var whole = length / StorageFormat.BlockLength * StorageFormat.BlockLength;
        format.Encode(floats[..whole], noise, codes[..(whole * format.ElementSize)], default);
        if (whole == length)
            return;
        Span<byte> padded = stackalloc byte[StorageFormat.BlockLength * format.ElementSize];
        format.Encode(floats.Slice(whole, StorageFormat.BlockLength), noise.From(whole), padded, default);
        padded[..((length - whole) * format.ElementSize)].CopyTo(codes[(whole * format.ElementSize)..]);
    }

    /// <summary>Asks for codes, so that they come while other work is done; past the end that does no harm.</summary>
    /// <param name="first">The index of the first element.</param>
    /// <param name="length">The number of elements.</param>
    public void Prefetch(nint first, int length)
    {
        if (Format is null || !Sse.IsSupported)
            return;
        var codes = (byte*)Address + first * Format.ElementSize;
        for (var i = 0; i < length * Format.ElementSize; i += Slab.Alignment)
            Sse.Prefetch1(codes + i);
    }

    /// <summary>Elements that kernels take as they are.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <param name="first">The index of the first one.</param>
    /// <param name="length">Their number.</param>
    public Span<T> Span<T>(nint first, int length)
        where T : unmanaged => new((T*)Address + first, length);

    /// <summary>Sets elements to zero.</summary>
    /// <param name="first">The index of the first one.</param>
    /// <param name="count">Their number.</param>
    /// <param name="elementSize">Their size in bytes.</param>
    public void Clear(nint first, nint count, int elementSize) =>
        NativeMemory.Clear((byte*)Address + first * elementSize, (nuint)(count * elementSize));
}
