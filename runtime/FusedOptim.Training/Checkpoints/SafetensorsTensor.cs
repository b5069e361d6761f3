namespace FusedOptim.Training;

/// <summary>What the header of a safetensors file says of a tensor.</summary>
public sealed class SafetensorsTensor
{
    /// <summary>The most dimensions of a tensor: as many as NumPy and PyTorch allow.</summary>
    internal const int MaximumRank = 64;

    private readonly long[] _shape;

    internal SafetensorsTensor(string name, SafetensorsDtype dtype, long[] shape, long byteCount, long start)
    {
        _shape = shape;
        Name = name;
        Dtype = dtype;
        ByteCount = byteCount;
        Start = start;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The type of the elements.</summary>
    public SafetensorsDtype Dtype { get; }

    /// <summary>The dimensions, the slowest first; empty for a scalar.</summary>
    public ReadOnlySpan<long> Shape => _shape;

    /// <summary>The product of the dimensions; 1 for a scalar.</summary>
    public long ElementCount => ByteCount / Dtype.Size();

    /// <summary>The bytes of all elements.</summary>
    public long ByteCount { get; }

    /// <summary>Where the bytes start, counted from the end of the header.</summary>
    internal long Start { get; }

    /// <summary>The bytes of a shape; <see langword="null"/> if they, or the product of some first dimensions, are more
    /// than 2^63 - 1, or a dimension is negative.</summary>
    internal static long? CountBytes(SafetensorsDtype dtype, ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (var dimension in shape)
        {
            if (dimension < 0 || dimension > 0 && count > long.MaxValue / dimension)
                return null;
            count *= dimension;
        }

        return count <= long.MaxValue / dtype.Size() ? count * dtype.Size() : null;
    }
}
