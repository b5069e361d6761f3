using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.CompilerServices;

/// <summary>
/// The emulated fused multiply-add against the framework's, bit for bit (any NaN equals any NaN).
/// </summary>
/// <remarks>
/// Why rounding twice is harmless, for denormal results too: the product of two floats has at most 48 significant bits
/// and an exponent of at least −298, so it is exact in double. Its sum with c, rounded to odd in double, has a last
/// place of at most 2^(e−52) where e is its exponent. Rounding to nearest afterwards is right when that last place is
/// at most a quarter of float's. For a normal result float's is 2^(e−23). For a denormal one it is 2^−149, which only
/// widens the gap: e is below −126, so double's last place is below 2^−178. Results at the overflow threshold are
/// normal ones to this argument: the sum is finite in double (below 2^257), and the conversion alone decides between
/// the greatest float and infinity.
/// </remarks>
public class FusedMultiplyAddTests
{
    private const int Batches = 500_000;

    public static TheoryData<string> Families => [.. FusedMultiplyAddOperands.Families.Keys];

    [Theory]
    [MemberData(nameof(Families))]
    public void EmulationHasTheBitsOfTheFramework(string family)
    {
        var next = FusedMultiplyAddOperands.Families[family];
        var generator = new BitGenerator(20260101);
        Span<float> a = stackalloc float[4];
        Span<float> b = stackalloc float[4];
        Span<float> c = stackalloc float[4];
        for (var batch = 0; batch < Batches; batch++)
        {
            for (var lane = 0; lane < 4; lane++)
                (a[lane], b[lane], c[lane]) = next(ref generator);
            CheckBatch(a, b, c);
        }
    }

    [Fact]
    public void EmulationHasTheBitsOfTheFrameworkOnAllTriplesOfSpecialValues()
    {
        var values = FusedMultiplyAddOperands.SpecialValues;
        Span<float> c = stackalloc float[4];
        foreach (var first in values)
        {
            foreach (var second in values)
            {
                for (var index = 0; index < values.Length; index += 4)
                {
                    for (var lane = 0; lane < 4; lane++)
                        c[lane] = values[(index + lane) % values.Length];
                    CheckBatch([first, first, first, first], [second, second, second, second], c);
                }
            }
        }
    }

    [Fact]
    public void DispatchedScalarAndVectorAgree()
    {
        var generator = new BitGenerator(7);
        for (var index = 0; index < 200_000; index++)
        {
            var (a, b, c) = FusedMultiplyAddOperands.RandomBits(ref generator);
            var expected = MathF.FusedMultiplyAdd(a, b, c);
            AssertSame(expected, KernelMath.FusedMultiplyAdd(a, b, c), a, b, c, "scalar");
            var vector = KernelMath.FusedMultiplyAdd(Vector128.Create(a), Vector128.Create(b), Vector128.Create(c));
            AssertSame(expected, vector[0], a, b, c, "vector");
        }
    }

    [Fact]
    public void DoubleScalarAndVectorAgreeWithTheFramework()
    {
        var generator = new BitGenerator(11);
        for (var index = 0; index < 200_000; index++)
        {
            var a = BitConverter.UInt64BitsToDouble(generator.NextBits());
            var b = BitConverter.UInt64BitsToDouble(generator.NextBits());
            var c = index % 2 == 0 ? -(a * b) : BitConverter.UInt64BitsToDouble(generator.NextBits());
            var expected = Math.FusedMultiplyAdd(a, b, c);
            var vector = KernelMath.FusedMultiplyAdd(Vector128.Create(a), Vector128.Create(b), Vector128.Create(c));
            Assert.True(
                Element.Same(expected, KernelMath.FusedMultiplyAdd(a, b, c)) &&
                Element.Same(expected, vector[0]) && Element.Same(expected, vector[1]),
                $"{a:R} * {b:R} + {c:R}: expected {expected:R}, vector gives {vector}");
        }
    }

    private static void CheckBatch(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c)
    {
        var vector = KernelMath.EmulateFusedMultiplyAdd(Vector128.Create(a), Vector128.Create(b), Vector128.Create(c));
        for (var lane = 0; lane < 4; lane++)
        {
            var (x, y, z) = (a[lane], b[lane], c[lane]);
            var expected = MathF.FusedMultiplyAdd(x, y, z);
            AssertSame(expected, KernelMath.EmulateFusedMultiplyAdd(x, y, z), x, y, z, "scalar");
            AssertSame(expected, vector[lane], x, y, z, "vector");
        }
    }

    private static void AssertSame(float expected, float actual, float a, float b, float c, string form)
    {
        if (!Element.Same(expected, actual))
            Assert.Fail($"{form}: {a:R} * {b:R} + {c:R} must be {expected:R}, is {actual:R}");
    }
}
