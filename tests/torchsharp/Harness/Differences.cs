namespace FusedOptim.TorchTests.Harness;

/// <summary>How far two lists of numbers are apart.</summary>
internal static class Differences
{
    /// <summary>The greatest difference, relative to the greatest number.</summary>
    public static double Greatest(IReadOnlyList<double> expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(actual, value => Assert.True(double.IsFinite(value)));
        return expected.Zip(actual, (left, right) => Math.Abs(left - right)).Max() / expected.Max(Math.Abs);
    }
}
