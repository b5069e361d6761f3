using FusedOptim.Formats;

namespace FusedOptim.Tests.Formats;

/// <summary>Numbers in bfloat16 compare as the floats that they are.</summary>
public class BFloat16OperatorTests
{
    private static readonly float[] Numbers =
        [float.NaN, float.NegativeInfinity, -2, -1, -0f, 0, float.Epsilon, 1, 1.0078125f, 2, float.PositiveInfinity];

    [Fact]
    public void NumbersCompareAsFloatsDo()
    {
        foreach (var x in Numbers)
        {
            foreach (var y in Numbers)
            {
                var (a, b) = ((BFloat16)x, (BFloat16)y);
                float u = a, v = b;
                bool[] expected = [(u < v), (u > v), (u <= v), (u >= v), (u == v), (u != v)];
                bool[] found = [(a < b), (a > b), (a <= b), (a >= b), (a == b), (a != b)];
                Assert.Equal(expected, found);
                Assert.Equal(u.CompareTo(v), a.CompareTo(b));
                Assert.Equal(u.Equals(v), a.Equals(b));
            }
        }
    }
}
