using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace FusedOptim.Formats;

/// <summary>
/// <see cref="Half"/> with a scale: two bytes an element, and one byte for each block of 64. The range of single precision, and
/// three to four decimal digits. Meant for the states of optimizers.
/// </summary>
/// <remarks>
/// <para>
/// A block has a power of two s as its scale, which is the largest power of two that is not above the block's largest magnitude
/// (or the next one, where that magnitude would round to it). A value x is stored as the <see cref="Half"/> 2¹⁵·x/s: with 11
/// bits of precision down to 2⁻²⁹·s, and with an absolute error below 2⁻³⁹·s, the least number, below that. In a block without
/// negative values, what is above 0 and below the least number becomes the least number, because it may be a denominator.
/// </para>
/// <para>
/// Stochastic rounding is right in the mean except for what becomes the least number in this way. Its probabilities have steps
/// of 2⁻¹³ above 2⁻²⁹·s, where they are exact, and of 2⁻¹⁶ below: in a block with negative values, what is below 2⁻⁵⁶·s
/// always becomes 0.
/// </para>
/// <para>
/// NaN stays NaN, infinity infinite; neither decides about the scale. What rounds to more than 65,504·2¹¹², within 0.04 % of the
/// largest float, becomes infinite. Scales are limited to 2⁻¹¹¹ from below, where the least number is below the least float.
/// </para>
/// <para>The elements of a <see cref="ParameterSet{T}"/> of <see cref="Half"/> have no scale.</para>
/// </remarks>
/// <param name="rounding">How values are rounded.</param>
public sealed class HalfFormat(StorageRounding rounding = StorageRounding.Stochastic)
    : StorageFormat(
        rounding == StorageRounding.Stochastic ? "scaled half, stochastic" : "scaled half", sizeof(ushort), sizeof(byte))
{
    // The exponents of scales, with single precision's bias. Of the least one, the factor that decodes is still a normal number.
    private const uint LeastExponent = 16;
    private const uint GreatestExponent = 254;

    // The exponent of the largest power of two that Half has.
    private const uint HalfExponent = 15;

    private readonly bool _isStochastic = rounding == StorageRounding.Stochastic;

    /// <inheritdoc/>
    public override void Decode(ReadOnlySpan<byte> codes, ReadOnlySpan<byte> scales, Span<float> values)
    {
        AssertBlocks(codes.Length, scales.Length, values.Length);
        for (var block = 0; block < scales.Length; block++)
        {
            var exponent = Math.Max(scales[block], LeastExponent);
            var unit = BitConverter.UInt32BitsToSingle(exponent - HalfExponent << 23);
            ref var source = ref Unsafe.As<byte, ushort>(
                ref Unsafe.Add(ref MemoryMarshal.GetReference(codes), block * BlockLength * sizeof(ushort)));
            ref var destination = ref Unsafe.Add(ref MemoryMarshal.GetReference(values), block * BlockLength);
            if (Avx512BW.IsSupported)
                HalfCodec512.Decode(ref source, unit, ref destination);
            else
                HalfCodec256.Decode(ref source, unit, ref destination);
        }
    }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<float> values, in RoundingNoise noise, Span<byte> codes, Span<byte> scales)
    {
        AssertBlocks(codes.Length, scales.Length, values.Length);
        for (var block = 0; block < scales.Length; block++)
        {
            ref var source = ref Unsafe.Add(ref MemoryMarshal.GetReference(values), block * BlockLength);
            ref var destination = ref Unsafe.As<byte, ushort>(
                ref Unsafe.Add(ref MemoryMarshal.GetReference(codes), block * BlockLength * sizeof(ushort)));
            var greatest = BlockSurvey.Of(ref source, out var isSigned);
            if (greatest >= BlockSurvey.Infinity)
                greatest = BlockSurvey.OfFinite(ref source, out isSigned);
            // The carry goes to the next power of two where the magnitude could be rounded up to it.
            const uint carry = (1 << HalfLanes.LostBits) - 1;
            var exponent = Math.Clamp(greatest + carry >> 23, LeastExponent, GreatestExponent);
            scales[block] = (byte)exponent;
            var factor = BitConverter.UInt32BitsToSingle(2 * 127 + HalfExponent - exponent << 23);
            var key = _isStochastic ? noise.BlockKey(block) : 0;
            if (Avx512BW.IsSupported)
                HalfCodec512.Encode(ref source, factor, isSigned, key, _isStochastic, ref destination);
            else
                HalfCodec256.Encode(ref source, factor, isSigned, key, _isStochastic, ref destination);
        }
    }
}
