using System.ComponentModel;

namespace FusedOptim.CompilerServices;

/// <summary>
/// The operations of generated kernels on a vector of elements, whatever its width. Each is exact or rounded once in each lane, so
/// that all widths give the same bits. A comparison gives a mask: all bits of a lane where it is true, none where it is not. Operators
/// are those of <see cref="Operators.VectorOperators"/>.
/// </summary>
/// <typeparam name="V">The vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILanesMath<V>
    where V : struct
{
    /// <summary>Zero in each lane.</summary>
    static abstract V Zero { get; }

    /// <summary>A value, rounded to the precision of the elements, in each lane.</summary>
    /// <param name="value">The value.</param>
    static abstract V Broadcast(double value);

    /// <summary>The mask of a truth value that is the same for all lanes.</summary>
    /// <param name="truth">The truth value.</param>
    static abstract V BroadcastMask(bool truth);

    /// <summary>The mask of a &lt; b.</summary>
    static abstract V LessThan(V a, V b);

    /// <summary>The mask of a ≤ b.</summary>
    static abstract V LessThanOrEqual(V a, V b);

    /// <summary>The mask of a &gt; b.</summary>
    static abstract V GreaterThan(V a, V b);

    /// <summary>The mask of a ≥ b.</summary>
    static abstract V GreaterThanOrEqual(V a, V b);

    /// <summary>The mask of a = b; false for NaN.</summary>
    static abstract V Equals(V a, V b);

    /// <summary>In each lane, the second operand where the mask is true, the third elsewhere.</summary>
    static abstract V Select(V mask, V whenTrue, V whenFalse);

    /// <summary>In each lane, the value where the mask is true, zero elsewhere.</summary>
    static abstract V SelectOrZero(V mask, V whenTrue);

    /// <summary>In each lane, zero where the mask is true, the value elsewhere.</summary>
    static abstract V ZeroOrSelect(V mask, V whenFalse);

    /// <summary>The bits of a value that the mask does not have: zero where the mask is true.</summary>
    static abstract V AndNot(V value, V mask);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract V FusedMultiplyAdd(V a, V b, V c);

    /// <summary>The absolute value.</summary>
    static abstract V Abs(V value);

    /// <summary>The square root.</summary>
    static abstract V Sqrt(V value);

    /// <summary>The lesser value, as in <see cref="Math.Min(double, double)"/>.</summary>
    static abstract V Min(V a, V b);

    /// <summary>The lesser of a value and zero, as in <see cref="Math.Min(double, double)"/>.</summary>
    static abstract V MinOfZero(V value);

    /// <summary>The greater value, as in <see cref="Math.Max(double, double)"/>.</summary>
    static abstract V Max(V a, V b);

    /// <summary>The greater of a value and zero, as in <see cref="Math.Max(double, double)"/>.</summary>
    static abstract V MaxOfZero(V value);

    /// <summary>The magnitude of a value with the sign of another.</summary>
    static abstract V CopySign(V value, V sign);

    /// <summary>The greatest integer that is not above the value.</summary>
    static abstract V Floor(V value);

    /// <summary>The least integer that is not below the value.</summary>
    static abstract V Ceiling(V value);

    /// <summary>The nearest integer, halves to even.</summary>
    static abstract V Round(V value);

    /// <summary>The integer without what is behind the point.</summary>
    static abstract V Truncate(V value);

    /// <inheritdoc cref="KernelMath.PowerOfTwo(float)"/>
    static abstract V PowerOfTwo(V exponent);

    /// <inheritdoc cref="KernelMath.ScaleB(float, float)"/>
    static abstract V ScaleB(V value, V power);

    /// <inheritdoc cref="KernelMath.Exponent(float)"/>
    static abstract V Exponent(V value);

    /// <inheritdoc cref="KernelMath.Significand(float)"/>
    static abstract V Significand(V value);

    /// <inheritdoc cref="KernelMath.LogB(float)"/>
    static abstract V LogB(V value);

    /// <inheritdoc cref="KernelMath.NormalizedSignificand(float)"/>
    static abstract V NormalizedSignificand(V value);
}
