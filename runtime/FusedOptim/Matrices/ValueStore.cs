using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;

namespace FusedOptim.Matrices;

/// <summary>The memory of the values of rows, columns or matrices, in the precision of kernels.</summary>
/// <param name="address">The address of the first value.</param>
/// <param name="isDouble">Whether values are of <see langword="double"/>.</param>
internal readonly unsafe struct ValueStore(nint address, bool isDouble)
{
    /// <summary>The address of the first value.</summary>
    public nint Address { get; } = address;

    /// <summary>Whether values are of <see langword="double"/>.</summary>
    public bool IsDouble { get; } = isDouble;

    /// <summary>A value.</summary>
    public double Get(nint index) => IsDouble ? ((double*)Address)[index] : ((float*)Address)[index];

    /// <summary>Sets a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(nint index, double value)
    {
        if (IsDouble)
            ((double*)Address)[index] = value;
        else
            ((float*)Address)[index] = (float)value;
    }

    /// <summary>Sets adjacent values.</summary>
    /// <param name="first">The index of the first.</param>
    /// <param name="values">The values.</param>
    /// <param name="addend">What is added to each: 0 makes −0 a 0, −0 changes nothing.</param>
    [MethodImpl(KernelOptions.Loop)]
    public void Set(nint first, ReadOnlySpan<double> values, double addend = -0.0)
    {
        var width = Vector256<double>.Count;
        ref var value = ref MemoryMarshal.GetReference(values);
        var i = 0;
        for (; i <= values.Length - 2 * width; i += 2 * width)
        {
            var lower = Vector256.LoadUnsafe(ref value, (nuint)i) + Vector256.Create(addend);
            var upper = Vector256.LoadUnsafe(ref value, (nuint)(i + width)) + Vector256.Create(addend);
            if (IsDouble)
            {
                lower.Store((double*)Address + first + i);
                upper.Store((double*)Address + first + i + width);
            }
            else
            {
                Vector256.Narrow(lower, upper).Store((float*)Address + first + i);
            }
        }

        for (; i < values.Length; i++)
            Set(first + i, values[i] + addend);
    }
}
