using System.Diagnostics;

namespace FusedOptim.Formats;

/// <summary>
/// How numbers are stored in less memory than kernels compute in: kernels run in single precision on blocks that are
/// decoded before and encoded afterwards, while they are in the first-level cache. A format is a class: derive from this
/// one to add another.
/// </summary>
/// <remarks>
/// Elements are coded in blocks of <see cref="BlockLength"/>, and every tensor starts at a block. A block is
/// <see cref="BlockLength"/> codes, and beside them a scale for all, where the format has one. Codes must be a function of
/// values and noise alone, so that results have the same bits on every machine and with any number of threads.
/// </remarks>
public abstract class StorageFormat
{
    /// <summary>The number of elements of a block.</summary>
    public const int BlockLength = 64;

    /// <summary>A format.</summary>
    /// <param name="name">What it is called; not empty.</param>
    /// <param name="elementSize">The bytes of a code: 1 to 8.</param>
    /// <param name="scaleSize">The bytes of the scale of a block; 0 for none.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    protected StorageFormat(string name, int elementSize, int scaleSize)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (elementSize is < 1 or > 8)
        {
            throw new ArgumentOutOfRangeException(
                nameof(elementSize), elementSize, Invariant($"elementSize is {elementSize}; it must be from 1 to 8."));
        }

        if (scaleSize is < 0 or > BlockLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(scaleSize), scaleSize, Invariant($"scaleSize is {scaleSize}; it must be from 0 to {BlockLength}."));
        }

        (Name, ElementSize, ScaleSize) = (name, elementSize, scaleSize);
    }

    /// <summary>What the format is called.</summary>
    public string Name { get; }

    /// <summary>The bytes of a code.</summary>
    public int ElementSize { get; }

    /// <summary>The bytes of the scale of a block; 0 where there is none.</summary>
    public int ScaleSize { get; }

    /// <summary>How kernels decode and encode states of the format in their registers; <see langword="null"/> where whole
    /// blocks are decoded before and encoded afterwards. The codes are the same either way.</summary>
    public virtual InRegisterCodec? InRegisterCodec => null;

    /// <summary>The bytes that a number of elements takes, scales included.</summary>
    /// <param name="count">The number of elements; part of a block takes a whole one.</param>
    public long ByteCountOf(long count) => checked((count + BlockLength - 1) / BlockLength * (BlockLength * ElementSize + ScaleSize));

    /// <summary>Decodes whole blocks.</summary>
    /// <param name="codes">The codes.</param>
    /// <param name="scales">The scales of the blocks; empty where the format has none.</param>
    /// <param name="values">Receives the values; as many as there are codes.</param>
    public abstract void Decode(ReadOnlySpan<byte> codes, ReadOnlySpan<byte> scales, Span<float> values);

    /// <summary>Encodes whole blocks.</summary>
    /// <param name="values">The values.</param>
    /// <param name="noise">What decides between two neighbours where values are rounded stochastically.</param>
    /// <param name="codes">Receives the codes.</param>
    /// <param name="scales">Receives the scales of the blocks; empty where the format has none.</param>
    public abstract void Encode(ReadOnlySpan<float> values, in RoundingNoise noise, Span<byte> codes, Span<byte> scales);

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;

    /// <summary>Asserts that spans belong together.</summary>
    [Conditional("DEBUG")]
    internal void AssertBlocks(int codeBytes, int scaleBytes, int values)
    {
        Debug.Assert(values % BlockLength == 0);
        Debug.Assert(codeBytes == values * ElementSize);
        Debug.Assert(scaleBytes == values / BlockLength * ScaleSize);
    }
}
