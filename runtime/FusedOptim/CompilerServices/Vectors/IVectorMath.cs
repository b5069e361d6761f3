using System.ComponentModel;

namespace FusedOptim.CompilerServices;

/// <summary>
/// The operations of generated kernels on a vector of elements, whatever its width. Each is exact or rounded once in each lane, so
/// that all widths give the same bits. A comparison gives a mask: all bits of a lane where it is true, none where it is not.
/// </summary>
/// <typeparam name="TSelf">The vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IVectorMath<TSelf>
    where TSelf : struct, IVectorMath<TSelf>
{
    /// <summary>Zero in each lane.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>A value, rounded to the precision of the elements, in each lane.</summary>
    /// <param name="value">The value.</param>
    static abstract TSelf Broadcast(double value);

    /// <summary>The mask of a truth value that is the same for all lanes.</summary>
    /// <param name="truth">The truth value.</param>
    static abstract TSelf BroadcastMask(bool truth);

    /// <summary>The sum.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>The difference.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>The product.</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>The quotient.</summary>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>The negative: the sign bit changed.</summary>
    static abstract TSelf operator -(TSelf a);

    /// <summary>The bits that both have.</summary>
    static abstract TSelf operator &(TSelf a, TSelf b);

    /// <summary>The bits that either has.</summary>
    static abstract TSelf operator |(TSelf a, TSelf b);

    /// <summary>The bits that one alone has.</summary>
    static abstract TSelf operator ^(TSelf a, TSelf b);

    /// <summary>The bits that the operand does not have.</summary>
    static abstract TSelf operator ~(TSelf a);

    /// <summary>The mask of a &lt; b.</summary>
    static abstract TSelf LessThan(TSelf a, TSelf b);

    /// <summary>The mask of a ≤ b.</summary>
    static abstract TSelf LessThanOrEqual(TSelf a, TSelf b);

    /// <summary>The mask of a &gt; b.</summary>
    static abstract TSelf GreaterThan(TSelf a, TSelf b);

    /// <summary>The mask of a ≥ b.</summary>
    static abstract TSelf GreaterThanOrEqual(TSelf a, TSelf b);

    /// <summary>The mask of a = b; false for NaN.</summary>
    static abstract TSelf Equals(TSelf a, TSelf b);

    /// <summary>In each lane, the second operand where the mask is true, the third elsewhere.</summary>
    static abstract TSelf Select(TSelf mask, TSelf whenTrue, TSelf whenFalse);

    /// <summary>In each lane, the value where the mask is true, zero elsewhere.</summary>
    static abstract TSelf SelectOrZero(TSelf mask, TSelf whenTrue);

    /// <summary>In each lane, zero where the mask is true, the value elsewhere.</summary>
    static abstract TSelf ZeroOrSelect(TSelf mask, TSelf whenFalse);

    /// <summary>The bits of a value that the mask does not have: zero where the mask is true.</summary>
    static abstract TSelf AndNot(TSelf value, TSelf mask);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The absolute value.</summary>
    static abstract TSelf Abs(TSelf value);

    /// <summary>The square root.</summary>
    static abstract TSelf Sqrt(TSelf value);

    /// <summary>The lesser value, as in <see cref="Math.Min(double, double)"/>.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The lesser of a value and zero, as in <see cref="Math.Min(double, double)"/>.</summary>
    static abstract TSelf MinOfZero(TSelf value);

    /// <summary>The greater value, as in <see cref="Math.Max(double, double)"/>.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The greater of a value and zero, as in <see cref="Math.Max(double, double)"/>.</summary>
    static abstract TSelf MaxOfZero(TSelf value);

    /// <summary>The magnitude of a value with the sign of another.</summary>
    static abstract TSelf CopySign(TSelf value, TSelf sign);

    /// <summary>The greatest integer that is not above the value.</summary>
    static abstract TSelf Floor(TSelf value);

    /// <summary>The least integer that is not below the value.</summary>
    static abstract TSelf Ceiling(TSelf value);

    /// <summary>The nearest integer, halves to even.</summary>
    static abstract TSelf Round(TSelf value);

    /// <summary>The integer without what is behind the point.</summary>
    static abstract TSelf Truncate(TSelf value);

    /// <inheritdoc cref="KernelMath.PowerOfTwo(float)"/>
    static abstract TSelf PowerOfTwo(TSelf exponent);

    /// <inheritdoc cref="KernelMath.ScaleB(float, float)"/>
    static abstract TSelf ScaleB(TSelf value, TSelf power);

    /// <inheritdoc cref="KernelMath.Exponent(float)"/>
    static abstract TSelf Exponent(TSelf value);

    /// <inheritdoc cref="KernelMath.Significand(float)"/>
    static abstract TSelf Significand(TSelf value);

    /// <inheritdoc cref="KernelMath.LogB(float)"/>
    static abstract TSelf LogB(TSelf value);

    /// <inheritdoc cref="KernelMath.NormalizedSignificand(float)"/>
    static abstract TSelf NormalizedSignificand(TSelf value);
}
