using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

// The parts of a floating-point number, by casts, shifts and additions that are exact and the same on every instruction
// set. They are what the polynomials of Exp, Log, Tanh and Pow are made of besides arithmetic.
public static partial class KernelMath
{
    // 2^52 + 1023 and 2^23 + 127: added to an integer, they leave its biased exponent in the lowest bits.
    private const double DoubleBias = 4503599627371519.0;
    private const float SingleBias = 8388735f;

    // The bits of 2^52 and 2^23: with an integer in the lowest bits, that much more.
    private const long DoubleInteger = 0x4330_0000_0000_0000;
    private const int SingleInteger = 0x4B00_0000;

    // The bits of √½, and from there to those of 1: what moves the step of the exponent from powers of two to √½ of them.
    private const long DoubleRootHalf = 0x3FE6_A09E_667F_3BCD;
    private const long DoubleFromRootHalf = 0x3FF0_0000_0000_0000 - DoubleRootHalf;
    private const int SingleRootHalf = 0x3F35_04F3;
    private const int SingleFromRootHalf = 0x3F80_0000 - SingleRootHalf;
    private const long DoubleFraction = 0x000F_FFFF_FFFF_FFFF;
    private const int SingleFraction = 0x007F_FFFF;

    /// <summary>2 to the power of a whole number, exactly.</summary>
    /// <param name="exponent">
    /// A whole number from −1022 to 1023 in double, from −126 to 127 in float; anything else gives any number.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float PowerOfTwo(float exponent) =>
        BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(exponent + SingleBias) << 23);

    /// <inheritdoc cref="PowerOfTwo(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double PowerOfTwo(double exponent) =>
        BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(exponent + DoubleBias) << 52);

    /// <inheritdoc cref="PowerOfTwo(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> PowerOfTwo(Vector128<float> exponent) =>
        ((exponent + Vector128.Create(SingleBias)).AsInt32() << 23).AsSingle();

    /// <inheritdoc cref="PowerOfTwo(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> PowerOfTwo(Vector128<double> exponent) =>
        ((exponent + Vector128.Create(DoubleBias)).AsInt64() << 52).AsDouble();

    /// <inheritdoc cref="PowerOfTwo(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> PowerOfTwo(Vector256<float> exponent) =>
        ((exponent + Vector256.Create(SingleBias)).AsInt32() << 23).AsSingle();

    /// <inheritdoc cref="PowerOfTwo(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> PowerOfTwo(Vector256<double> exponent) =>
        ((exponent + Vector256.Create(DoubleBias)).AsInt64() << 52).AsDouble();

    /// <inheritdoc cref="PowerOfTwo(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> PowerOfTwo(Vector512<float> exponent) =>
        ((exponent + Vector512.Create(SingleBias)).AsInt32() << 23).AsSingle();

    /// <inheritdoc cref="PowerOfTwo(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> PowerOfTwo(Vector512<double> exponent) =>
        ((exponent + Vector512.Create(DoubleBias)).AsInt64() << 52).AsDouble();

    /// <summary>
    /// The whole number k for which value / 2^k, the <see cref="Significand(float)"/>, is from √½ to √2.
    /// </summary>
    /// <param name="value">A positive normal number; anything else gives any number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exponent(float value) =>
        BitConverter.Int32BitsToSingle(((BitConverter.SingleToInt32Bits(value) + SingleFromRootHalf)
            >>> 23) | SingleInteger) - SingleBias;

    /// <inheritdoc cref="Exponent(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Exponent(double value) =>
        BitConverter.Int64BitsToDouble(((BitConverter.DoubleToInt64Bits(value) + DoubleFromRootHalf)
            >>> 52) | DoubleInteger) - DoubleBias;

    /// <inheritdoc cref="Exponent(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Exponent(Vector128<float> value) =>
        (((value.AsInt32() + Vector128.Create(SingleFromRootHalf))
            >>> 23) | Vector128.Create(SingleInteger)).AsSingle() - Vector128.Create(SingleBias);

    /// <inheritdoc cref="Exponent(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Exponent(Vector128<double> value) =>
        (((value.AsInt64() + Vector128.Create(DoubleFromRootHalf))
            >>> 52) | Vector128.Create(DoubleInteger)).AsDouble() - Vector128.Create(DoubleBias);

    /// <inheritdoc cref="Exponent(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exponent(Vector256<float> value) =>
        (((value.AsInt32() + Vector256.Create(SingleFromRootHalf))
            >>> 23) | Vector256.Create(SingleInteger)).AsSingle() - Vector256.Create(SingleBias);

    /// <inheritdoc cref="Exponent(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Exponent(Vector256<double> value) =>
        (((value.AsInt64() + Vector256.Create(DoubleFromRootHalf))
            >>> 52) | Vector256.Create(DoubleInteger)).AsDouble() - Vector256.Create(DoubleBias);

    /// <inheritdoc cref="Exponent(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exponent(Vector512<float> value) =>
        (((value.AsInt32() + Vector512.Create(SingleFromRootHalf))
            >>> 23) | Vector512.Create(SingleInteger)).AsSingle() - Vector512.Create(SingleBias);

    /// <inheritdoc cref="Exponent(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exponent(Vector512<double> value) =>
        (((value.AsInt64() + Vector512.Create(DoubleFromRootHalf))
            >>> 52) | Vector512.Create(DoubleInteger)).AsDouble() - Vector512.Create(DoubleBias);

    /// <summary>value / 2^k, from √½ to √2, where k is the <see cref="Exponent(float)"/>.</summary>
    /// <param name="value">A positive normal number; anything else gives any number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Significand(float value) =>
        BitConverter.Int32BitsToSingle(((BitConverter.SingleToInt32Bits(value) + SingleFromRootHalf)
            & SingleFraction) + SingleRootHalf);

    /// <inheritdoc cref="Significand(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Significand(double value) =>
        BitConverter.Int64BitsToDouble(((BitConverter.DoubleToInt64Bits(value) + DoubleFromRootHalf)
            & DoubleFraction) + DoubleRootHalf);

    /// <inheritdoc cref="Significand(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Significand(Vector128<float> value) =>
        (((value.AsInt32() + Vector128.Create(SingleFromRootHalf))
            & Vector128.Create(SingleFraction)) + Vector128.Create(SingleRootHalf)).AsSingle();

    /// <inheritdoc cref="Significand(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Significand(Vector128<double> value) =>
        (((value.AsInt64() + Vector128.Create(DoubleFromRootHalf))
            & Vector128.Create(DoubleFraction)) + Vector128.Create(DoubleRootHalf)).AsDouble();

    /// <inheritdoc cref="Significand(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Significand(Vector256<float> value) =>
        (((value.AsInt32() + Vector256.Create(SingleFromRootHalf))
            & Vector256.Create(SingleFraction)) + Vector256.Create(SingleRootHalf)).AsSingle();

    /// <inheritdoc cref="Significand(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Significand(Vector256<double> value) =>
        (((value.AsInt64() + Vector256.Create(DoubleFromRootHalf))
            & Vector256.Create(DoubleFraction)) + Vector256.Create(DoubleRootHalf)).AsDouble();

    /// <inheritdoc cref="Significand(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Significand(Vector512<float> value) =>
        (((value.AsInt32() + Vector512.Create(SingleFromRootHalf))
            & Vector512.Create(SingleFraction)) + Vector512.Create(SingleRootHalf)).AsSingle();

    /// <inheritdoc cref="Significand(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Significand(Vector512<double> value) =>
        (((value.AsInt64() + Vector512.Create(DoubleFromRootHalf))
            & Vector512.Create(DoubleFraction)) + Vector512.Create(DoubleRootHalf)).AsDouble();
}
