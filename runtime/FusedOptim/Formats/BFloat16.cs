using System.Globalization;

namespace FusedOptim.Formats;

/// <summary>
/// The upper half of a single-precision number: its sign, its eight bits of exponent, and seven of its mantissa. The type of
/// the elements of a <see cref="ParameterSet{T}"/> that holds parameters and gradients in half the memory.
/// </summary>
/// <remarks>Numbers are stored in it and computed in <see langword="float"/>, to which they convert implicitly. The type has no
/// arithmetic of its own: each operation would round its result to eight bits.</remarks>
/// <param name="bits">The bits.</param>
public readonly struct BFloat16(ushort bits) : IEquatable<BFloat16>, IComparable<BFloat16>
{
    /// <summary>The bits.</summary>
    public ushort Bits { get; } = bits;

    /// <summary>The number nearest to a value; the even one of two that are equally near. NaN stays NaN, and what is too
    /// large becomes infinite.</summary>
    public static explicit operator BFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value))
            return new((ushort)(bits >> 16 | 0x40));
        return new((ushort)(bits + 0x7FFF + (bits >> 16 & 1) >> 16));
    }

    /// <summary>The same number in single precision.</summary>
    public static implicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value.Bits << 16);

    /// <summary>Whether two numbers are equal; NaN equals nothing.</summary>
    public static bool operator ==(BFloat16 left, BFloat16 right) => (float)left == right;

    /// <summary>Whether two numbers differ; NaN differs from everything.</summary>
    public static bool operator !=(BFloat16 left, BFloat16 right) => (float)left != right;

    /// <summary>Whether a number is less than another; NaN is not.</summary>
    public static bool operator <(BFloat16 left, BFloat16 right) => (float)left < right;

    /// <summary>Whether a number is greater than another; NaN is not.</summary>
    public static bool operator >(BFloat16 left, BFloat16 right) => (float)left > right;

    /// <summary>Whether a number is less than or equal to another; NaN is not.</summary>
    public static bool operator <=(BFloat16 left, BFloat16 right) => (float)left <= right;

    /// <summary>Whether a number is greater than or equal to another; NaN is not.</summary>
    public static bool operator >=(BFloat16 left, BFloat16 right) => (float)left >= right;

    /// <inheritdoc/>
    public bool Equals(BFloat16 other) => ((float)this).Equals(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BFloat16 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((float)this).GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(BFloat16 other) => ((float)this).CompareTo(other);

    /// <summary>The number, in the invariant culture.</summary>
    public override string ToString() => ((float)this).ToString(CultureInfo.InvariantCulture);
}
