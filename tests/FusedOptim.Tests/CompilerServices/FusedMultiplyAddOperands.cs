namespace FusedOptim.Tests.CompilerServices;

/// <summary>Operands that an emulation of the fused multiply-add could round wrongly, family by family.</summary>
internal static class FusedMultiplyAddOperands
{
    public delegate (float A, float B, float C) Next(ref BitGenerator generator);

    public static IReadOnlyDictionary<string, Next> Families { get; } = new Dictionary<string, Next>
    {
        ["random bits"] = RandomBits,
        ["cancellation"] = Cancellation,
        ["ties of normal results"] = TiesOfNormalResults,
        ["denormal results"] = DenormalResults,
        ["ties of denormal results"] = TiesOfDenormalResults,
        ["overflow"] = Overflow,
    };

    public static float[] SpecialValues { get; } =
    [
        .. ((float[])
        [
            0, 1, 2, 0.5f, 3, 1 / 3f, 1e-30f, 1e30f, float.Epsilon, 2 * float.Epsilon, 3 * float.Epsilon,
            1.17549435e-38f, 1.17549421e-38f, 1.1754945e-38f, float.MaxValue, float.MaxValue / 2, 1.8446744e19f,
            1.0000001f, 0.99999994f, 16777216, 16777215, 5.4210109e-20f, float.PositiveInfinity,
        ]).SelectMany(value => (float[])[value, -value]),
        float.NaN,
    ];

    public static (float A, float B, float C) RandomBits(ref BitGenerator generator) =>
        (Any(ref generator), Any(ref generator), Any(ref generator));

    // c is the product rounded to float, a few units in the last place away: what is left was lost in that rounding.
    private static (float A, float B, float C) Cancellation(ref BitGenerator generator)
    {
        var a = Scaled(ref generator, -40, 40);
        var b = Scaled(ref generator, -40, 40);
        var c = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(-(a * b)) + generator.Next(5) - 2);
        return (a, b, c);
    }

    // Either the product is half a unit in the last place of c, less k² parts in 2^46: double alone rounds the sum to
    // the tie. Or the product has 25 bits, the last of them a tie, and c is too small for double to keep.
    private static (float A, float B, float C) TiesOfNormalResults(ref BitGenerator generator)
    {
        var exponent = generator.Next(80) - 40;
        if (generator.Next(2) == 0)
        {
            var (aboveOne, belowOne) = AroundOne(ref generator);
            var c = Math.ScaleB(1 + (generator.NextBits() >> 41) * Math.ScaleB(1, -23), exponent);
            var half = (float)Math.ScaleB(belowOne, exponent - 24);
            return (Signed(ref generator, aboveOne), half, Signed(ref generator, c));
        }

        double a = 4097 + 2 * generator.Next(2048);
        double b = 2049 + 2 * generator.Next(1024);
        var small = (float)Math.ScaleB(1, -4 - generator.Next(80));
        return (Signed(ref generator, a), (float)Math.ScaleB(b, exponent), Signed(ref generator, small));
    }

    private static (float A, float B, float C) DenormalResults(ref BitGenerator generator)
    {
        var a = Scaled(ref generator, -80, -60);
        var b = Scaled(ref generator, -80, -60);
        return (a, b, (float)Math.ScaleB(generator.NextUnit(), -126 - generator.Next(26)));
    }

    // The product is half of the least denormal, less k² parts in 2^46.
    private static (float A, float B, float C) TiesOfDenormalResults(ref BitGenerator generator)
    {
        var (aboveOne, belowOne) = AroundOne(ref generator);
        var c = generator.Next(1 << generator.Next(24)) * float.Epsilon;
        return ((float)Math.ScaleB(Signed(ref generator, aboveOne), -50), (float)Math.ScaleB(belowOne, -100),
            Signed(ref generator, c));
    }

    private static (float A, float B, float C) Overflow(ref BitGenerator generator)
    {
        var a = Scaled(ref generator, 62, 65);
        var b = Scaled(ref generator, 62, 65);
        return (a, b, (float)Math.ScaleB(generator.NextUnit(), 128));
    }

    private static (double Above, double Below) AroundOne(ref BitGenerator generator)
    {
        var distance = Math.ScaleB(generator.Next(16), -23);
        return (1 + distance, 1 - distance);
    }

    private static float Signed(ref BitGenerator generator, double magnitude) =>
        (float)(generator.Next(2) == 0 ? magnitude : -magnitude);

    private static float Any(ref BitGenerator generator) => BitConverter.UInt32BitsToSingle((uint)generator.NextBits());

    private static float Scaled(ref BitGenerator generator, int leastExponent, int greatestExponent) =>
        (float)Math.ScaleB(
            generator.NextUnit(), leastExponent + generator.Next(greatestExponent - leastExponent + 1));
}
