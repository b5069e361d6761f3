using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FusedOptim.CompilerServices;

// AVX-512 has an instruction for each of these, which takes zeros, infinities and denormal numbers as they come. Elsewhere
// they are shifts, selects and exact products, with the same bits. Arm is asked for first, as in KernelMath.cs.
public static partial class KernelMath
{
    private const float LeastNormalSingle = 1.17549435e-38f;

    // 2^25 makes any denormal float normal.
    private const float DenormalFactor = 33554432f;
    private const float DenormalExponent = 25f;
    private const float ExponentBias = 127f;
    private const int SingleOne = 0x3F80_0000;

    // [1, 2), without the sign.
    private const byte MantissaFromOne = 4;

    /// <summary>value · 2^power, rounded once: also where the result is denormal or overflows.</summary>
    /// <param name="value">A number whose magnitude is from ½ to 2, or NaN.</param>
    /// <param name="power">
    /// A whole number from −252 to 254 in float, from −2044 to 2046 in double; anything else gives any number.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ScaleB(float value, float power)
    {
        // In two factors, because 2^power itself may not be a normal number.
        var half = MathF.Round(0.5f * power);
        return value * PowerOfTwo(half) * PowerOfTwo(power - half);
    }

    /// <inheritdoc cref="ScaleB(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ScaleB(double value, double power)
    {
        var half = Math.Round(0.5 * power);
        return value * PowerOfTwo(half) * PowerOfTwo(power - half);
    }

    /// <inheritdoc cref="ScaleB(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ScaleB(Vector128<float> value, Vector128<float> power)
    {
        if (!AdvSimd.IsSupported && Avx512F.VL.IsSupported)
            return Avx512F.VL.Scale(value, power);
        var half = Vector128.Round(Vector128.Create(0.5f) * power);
        return value * PowerOfTwo(half) * PowerOfTwo(power - half);
    }

    /// <inheritdoc cref="ScaleB(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> ScaleB(Vector128<double> value, Vector128<double> power)
    {
        if (!AdvSimd.IsSupported && Avx512F.VL.IsSupported)
            return Avx512F.VL.Scale(value, power);
        var half = Vector128.Round(Vector128.Create(0.5) * power);
        return value * PowerOfTwo(half) * PowerOfTwo(power - half);
    }

    /// <inheritdoc cref="ScaleB(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ScaleB(Vector256<float> value, Vector256<float> power)
    {
        if (Avx512F.VL.IsSupported)
            return Avx512F.VL.Scale(value, power);
        var half = Vector256.Round(Vector256.Create(0.5f) * power);
        return value * PowerOfTwo(half) * PowerOfTwo(power - half);
    }

    /// <inheritdoc cref="ScaleB(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ScaleB(Vector256<double> value, Vector256<double> power)
    {
        if (Avx512F.VL.IsSupported)
            return Avx512F.VL.Scale(value, power);
        var half = Vector256.Round(Vector256.Create(0.5) * power);
        return value * PowerOfTwo(half) * PowerOfTwo(power - half);
    }

    /// <inheritdoc cref="ScaleB(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ScaleB(Vector512<float> value, Vector512<float> power) => Avx512F.IsSupported
        ? Avx512F.Scale(value, power)
        : Vector512.Create(ScaleB(value.GetLower(), power.GetLower()), ScaleB(value.GetUpper(), power.GetUpper()));

    /// <inheritdoc cref="ScaleB(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ScaleB(Vector512<double> value, Vector512<double> power) => Avx512F.IsSupported
        ? Avx512F.Scale(value, power)
        : Vector512.Create(ScaleB(value.GetLower(), power.GetLower()), ScaleB(value.GetUpper(), power.GetUpper()));

    /// <summary>
    /// The whole number k for which |value| / 2^k, the <see cref="NormalizedSignificand(float)"/>, is at least 1 and below 2: −∞
    /// for zeros, +∞ for infinities, NaN for NaN, as IEEE 754 has it.
    /// </summary>
    /// <param name="value">Any value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LogB(float value)
    {
        var magnitude = MathF.Abs(value);
        var isDenormal = magnitude < LeastNormalSingle;
        var normal = isDenormal ? magnitude * DenormalFactor : magnitude;
        var exponent = (BitConverter.SingleToInt32Bits(normal) >>> 23) -
            (isDenormal ? ExponentBias + DenormalExponent : ExponentBias);
        return magnitude < float.PositiveInfinity ? magnitude > 0 ? exponent : float.NegativeInfinity : magnitude;
    }

    /// <inheritdoc cref="LogB(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LogB(Vector128<float> value)
    {
        if (!AdvSimd.IsSupported && Avx512F.VL.IsSupported)
            return Avx512F.VL.GetExponent(value);
        var magnitude = Vector128.Abs(value);
        var isDenormal = Vector128.LessThan(magnitude, Vector128.Create(LeastNormalSingle));
        var normal = Vector128.ConditionalSelect(isDenormal, magnitude * Vector128.Create(DenormalFactor), magnitude);
        var exponent = Vector128.ConvertToSingle(normal.AsInt32() >>> 23) -
            (Vector128.Create(ExponentBias) + (isDenormal & Vector128.Create(DenormalExponent)));
        return Vector128.ConditionalSelect(
            Vector128.LessThan(magnitude, Vector128.Create(float.PositiveInfinity)),
            Vector128.ConditionalSelect(
                Vector128.GreaterThan(magnitude, Vector128<float>.Zero), exponent, Vector128.Create(float.NegativeInfinity)),
            magnitude);
    }

    /// <inheritdoc cref="LogB(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LogB(Vector256<float> value)
    {
        if (Avx512F.VL.IsSupported)
            return Avx512F.VL.GetExponent(value);
        var magnitude = Vector256.Abs(value);
        var isDenormal = Vector256.LessThan(magnitude, Vector256.Create(LeastNormalSingle));
        var normal = Vector256.ConditionalSelect(isDenormal, magnitude * Vector256.Create(DenormalFactor), magnitude);
        var exponent = Vector256.ConvertToSingle(normal.AsInt32() >>> 23) -
            (Vector256.Create(ExponentBias) + (isDenormal & Vector256.Create(DenormalExponent)));
        return Vector256.ConditionalSelect(
            Vector256.LessThan(magnitude, Vector256.Create(float.PositiveInfinity)),
            Vector256.ConditionalSelect(
                Vector256.GreaterThan(magnitude, Vector256<float>.Zero), exponent, Vector256.Create(float.NegativeInfinity)),
            magnitude);
    }

    /// <inheritdoc cref="LogB(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LogB(Vector512<float> value) =>
        Avx512F.IsSupported ? Avx512F.GetExponent(value) : Vector512.Create(LogB(value.GetLower()), LogB(value.GetUpper()));

    /// <summary>|value| / 2^k, at least 1 and below 2, where k is the <see cref="LogB(float)"/>; 1 for zeros and infinities.</summary>
    /// <param name="value">Any value; NaN gives any number or NaN.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float NormalizedSignificand(float value)
    {
        var magnitude = MathF.Abs(value);
        var normal = magnitude < LeastNormalSingle ? magnitude * DenormalFactor : magnitude;
        return BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits(normal) & SingleFraction) | SingleOne);
    }

    /// <inheritdoc cref="NormalizedSignificand(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> NormalizedSignificand(Vector128<float> value)
    {
        if (!AdvSimd.IsSupported && Avx512F.VL.IsSupported)
            return Avx512F.VL.GetMantissa(value, MantissaFromOne);
        var magnitude = Vector128.Abs(value);
        var isDenormal = Vector128.LessThan(magnitude, Vector128.Create(LeastNormalSingle));
        var normal = Vector128.ConditionalSelect(isDenormal, magnitude * Vector128.Create(DenormalFactor), magnitude);
        return ((normal.AsInt32() & Vector128.Create(SingleFraction)) | Vector128.Create(SingleOne)).AsSingle();
    }

    /// <inheritdoc cref="NormalizedSignificand(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> NormalizedSignificand(Vector256<float> value)
    {
        if (Avx512F.VL.IsSupported)
            return Avx512F.VL.GetMantissa(value, MantissaFromOne);
        var magnitude = Vector256.Abs(value);
        var isDenormal = Vector256.LessThan(magnitude, Vector256.Create(LeastNormalSingle));
        var normal = Vector256.ConditionalSelect(isDenormal, magnitude * Vector256.Create(DenormalFactor), magnitude);
        return ((normal.AsInt32() & Vector256.Create(SingleFraction)) | Vector256.Create(SingleOne)).AsSingle();
    }

    /// <inheritdoc cref="NormalizedSignificand(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> NormalizedSignificand(Vector512<float> value) => Avx512F.IsSupported
        ? Avx512F.GetMantissa(value, MantissaFromOne)
        : Vector512.Create(NormalizedSignificand(value.GetLower()), NormalizedSignificand(value.GetUpper()));
}
