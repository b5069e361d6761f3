namespace FusedOptim.Training.Safetensors;

/// <summary>What the header of a safetensors file says of a tensor.</summary>
public sealed class SafetensorsTensor
{
    /// <summary>The most dimensions of a tensor: as many as NumPy and PyTorch allow.</summary>
    internal const int MaximumRank = 64;

    private readonly long[] _shape;

    internal SafetensorsTensor(string name, string dtypeName, long[] shape, long byteCount, long start)
    {
        _shape = shape;
        Name = name;
        DtypeName = dtypeName;
        ByteCount = byteCount;
        Start = start;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The type of the elements.</summary>
    /// <exception cref="NotSupportedException">The elements have 4 or 6 bits; see <see cref="DtypeName"/>.</exception>
    public SafetensorsDtype Dtype => SafetensorsDtypes.Find(DtypeName) ?? throw new NotSupportedException(
        $"The tensor '{Name}' has the dtype {DtypeName}, whose elements are no whole bytes. ReadBytes reads them as they are.");

    /// <summary>The type of the elements, as the file names it, such as "F32" or "F8_E4M3".</summary>
    public string DtypeName { get; }

    /// <summary>The dimensions, the slowest first; empty for a scalar.</summary>
    public ReadOnlySpan<long> Shape => _shape;

    /// <summary>The product of the dimensions; 1 for a scalar.</summary>
    public long ElementCount => CountElements(_shape)!.Value;

    /// <summary>The bytes of all elements.</summary>
    public long ByteCount { get; }

    /// <summary>Where the bytes start, counted from the end of the header.</summary>
    internal long Start { get; }

    /// <summary>The bytes of a shape; <see langword="null"/> if they, or the product of some first dimensions, are more
    /// than 2^63 - 1, or a dimension is negative.</summary>
    internal static long? CountBytes(SafetensorsDtype dtype, ReadOnlySpan<long> shape) =>
        CountBytes(8 * dtype.Size(), shape);

    /// <summary>The bytes of a shape whose elements have some bits; <see langword="null"/> also where they fill no whole
    /// bytes.</summary>
    /// <inheritdoc cref="CountBytes(SafetensorsDtype, ReadOnlySpan{long})"/>
    internal static long? CountBytes(int bitsPerElement, ReadOnlySpan<long> shape)
    {
        if (CountElements(shape) is not { } count)
            return null;
        var bits = (UInt128)count * (uint)bitsPerElement;
        return bits % 8 == 0 && bits / 8 <= long.MaxValue ? (long)(bits / 8) : null;
    }

    private static long? CountElements(ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (var dimension in shape)
        {
            if (dimension < 0 || dimension > 0 && count > long.MaxValue / dimension)
                return null;
            count *= dimension;
        }

        return count;
    }
}
