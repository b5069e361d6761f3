using System.Runtime.CompilerServices;
using FusedOptim.Memory;

namespace FusedOptim.Formats;

/// <summary>
/// Elements in memory as they are stored: in the precision of kernels, or as the codes of a format and the scales of its
/// blocks. What a checkpoint copies, so that nothing is rounded.
/// </summary>
public readonly struct StoredElements
{
    private readonly Slab _slab;
    private readonly nint _codes;
    private readonly nint _scales;

    internal StoredElements(Slab slab, nint codes, nint count, int elementSize, StorageFormat? format, nint scales)
    {
        _slab = slab;
        _codes = codes;
        _scales = scales;
        (Count, ElementSize, Format) = (count, elementSize, format);
    }

    /// <summary>The format; <see langword="null"/> for the precision of kernels.</summary>
    public StorageFormat? Format { get; }

    /// <summary>The number of elements; where there is a format, of whole blocks.</summary>
    public long Count { get; }

    /// <summary>The bytes of an element or a code.</summary>
    public int ElementSize { get; }

    /// <summary>The elements or codes.</summary>
    /// <typeparam name="T">A type of <see cref="ElementSize"/> bytes.</typeparam>
    /// <exception cref="InvalidOperationException">The type has another size.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    public Span<T> Codes<T>()
        where T : unmanaged => Unsafe.SizeOf<T>() == ElementSize
        ? _slab.Span<T>(_codes, checked((int)Count))
        : throw new InvalidOperationException(
            Invariant($"The elements have {ElementSize} bytes; those of {typeof(T)} have {Unsafe.SizeOf<T>()}."));

    /// <summary>The scales of the blocks; empty where the format has none.</summary>
    public Span<byte> Scales => Format is null
        ? default
        : _slab.Span<byte>(_scales, checked((int)(Count / StorageFormat.BlockLength) * Format.ScaleSize));
}
