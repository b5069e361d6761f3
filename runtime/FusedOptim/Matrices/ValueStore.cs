using System.Runtime.CompilerServices;

namespace FusedOptim.Matrices;

/// <summary>The memory of the values of rows, columns or matrices, in the precision of kernels.</summary>
/// <param name="address">The address of the first value.</param>
/// <param name="isDouble">Whether values are of <see langword="double"/>.</param>
internal readonly unsafe struct ValueStore(nint address, bool isDouble)
{
    /// <summary>The address of the first value.</summary>
    public nint Address { get; } = address;

    /// <summary>Sets a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(nint index, double value)
    {
        if (isDouble)
            ((double*)Address)[index] = value;
        else
            ((float*)Address)[index] = (float)value;
    }

    /// <summary>Sets adjacent values.</summary>
    public void Set(nint first, ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
            Set(first + i, values[i]);
    }
}
