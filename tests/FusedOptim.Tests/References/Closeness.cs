namespace FusedOptim.Tests.References;

/// <summary>Compares lists of numbers.</summary>
internal static class Closeness
{
    /// <summary>Checks that each number is within a distance, relative to the greatest expected one.</summary>
    public static void Check(string what, double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        var greatest = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(actual[i] - expected[i]) <= tolerance * greatest,
                $"{what}[{i}] is {actual[i]:R}, must be {expected[i]:R}");
        }
    }
}
