using FusedOptim.CompilerServices;
using FusedOptim.CompilerServices.Operators;

namespace FusedOptim.Tests.Kernels.Vectors;

public abstract partial class VectorMathTests<L, V, T>
{
    private static bool IsSingle => typeof(T) == typeof(float);

    [Fact]
    public void PowersOfTwoAreExact()
    {
        for (var exponent = IsSingle ? -126 : -1022; exponent <= (IsSingle ? 127 : 1023); exponent++)
            CheckLanes(T.ScaleB(T.One, exponent), L.PowerOfTwo(Fill(T.CreateTruncating(exponent))), $"2^{exponent}");
    }

    [Fact]
    public void ScalingRoundsOnce()
    {
        foreach (var value in (double[])[0.5, -0.7071067811865476, 1, 1.3333333333333333, -1.9999, double.NaN])
        {
            for (var power = IsSingle ? -252 : -2044; power <= (IsSingle ? 254 : 2046); power++)
            {
                var significand = T.CreateTruncating(value);
                var result = L.ScaleB(Fill(significand), Fill(T.CreateTruncating(power)));
                CheckLanes(T.ScaleB(significand, power), result, $"{significand:R} * 2^{power}");
            }
        }
    }

    [Fact]
    public void ExponentsAndSignificandsTakeNormalNumbersApart()
    {
        foreach (var value in VectorValues<T>.Single.Where(value => T.IsPositive(value) && T.IsNormal(value)))
        {
            var (exponent, significand) = (L.Exponent(Fill(value)), L.Significand(Fill(value)));
            Assert.InRange(double.CreateTruncating(LanesOf(significand)[0]), 0.70710672, 1.4142136);
            CheckLanes(value, Fill(T.ScaleB(LanesOf(significand)[0], int.CreateTruncating(LanesOf(exponent)[0]))), $"{value:R}");
            CheckLanes(LanesOf(exponent)[0], exponent, $"{value:R}");
            CheckLanes(LanesOf(significand)[0], significand, $"{value:R}");
        }
    }

    [Fact]
    public void EveryFloatIsTakenApartAndNoDouble()
    {
        if (!IsSingle)
        {
            Assert.Throws<NotSupportedException>(() => L.LogB(L.Zero));
            var refusal = Assert.Throws<NotSupportedException>(() => L.NormalizedSignificand(L.Zero));
            Assert.Equal("NormalizedSignificand is defined for floats only.", refusal.Message);
            return;
        }

        foreach (var value in VectorValues<T>.Single)
        {
            var single = float.CreateTruncating(value);
            CheckLanes(T.CreateTruncating(KernelMath.LogB(single)), L.LogB(Fill(value)), $"{value:R}");
            if (float.IsNaN(single))
                continue;
            var significand = T.CreateTruncating(KernelMath.NormalizedSignificand(single));
            CheckLanes(significand, L.NormalizedSignificand(Fill(value)), $"{value:R}");
        }
    }
}
