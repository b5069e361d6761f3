using FusedOptim.Formats;

namespace FusedOptim.Tests.Formats;

/// <summary>Numbers of all kinds, through a format and back.</summary>
internal static class FormatValues
{
    /// <summary>Whole blocks: special values, the surroundings of every half-precision number, random bits.</summary>
    public static float[] Of(int seed)
    {
        var values = new List<float>
        {
            0, -0f, 1, -1, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, float.NaN, float.PositiveInfinity,
            float.NegativeInfinity, 65504, 65519.99f, 65520, 65536, 6.1e-5f, 5.96e-8f, 2.98e-8f, 2.981e-8f, 3.3895e38f,
        };
        for (var bits = 0; bits < 1 << 15; bits += 37)
        {
            var number = (float)BitConverter.UInt16BitsToHalf((ushort)bits);
            var next = (float)BitConverter.UInt16BitsToHalf((ushort)(bits + 1));
            values.AddRange([number, -number, (number + next) / 2, MathF.BitIncrement((number + next) / 2), MathF.BitIncrement(number)]);
        }

        var random = new Random(seed);
        for (var i = 0; i < 2000; i++)
        {
            values.Add(BitConverter.Int32BitsToSingle((int)random.NextInt64(int.MinValue, int.MaxValue)));
            values.Add((float)(random.NextDouble() - 0.5));
        }

        while (values.Count % StorageFormat.BlockLength != 0)
            values.Add(values.Count);
        return [.. values];
    }

    public static float[] RoundTrip(StorageFormat format, ReadOnlySpan<float> values, in RoundingNoise noise)
    {
        var (codes, scales) = Encode(format, values, noise);
        var decoded = new float[values.Length];
        format.Decode(codes, scales, decoded);
        return decoded;
    }

    public static (byte[] Codes, byte[] Scales) Encode(StorageFormat format, ReadOnlySpan<float> values, in RoundingNoise noise)
    {
        var codes = new byte[values.Length * format.ElementSize];
        var scales = new byte[values.Length / StorageFormat.BlockLength * format.ScaleSize];
        format.Encode(values, noise, codes, scales);
        return (codes, scales);
    }

    public static void AssertSame(float expected, float actual, object value) => Assert.True(
        float.IsNaN(expected)
            ? float.IsNaN(actual)
            : BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(actual),
        $"{value}: {actual:R} instead of {expected:R}");
}
