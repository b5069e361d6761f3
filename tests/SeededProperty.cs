using FsCheck;

namespace FusedOptim.Tests;

/// <summary>Properties of random values that are the same values in each run.</summary>
internal static class SeededProperty
{
    /// <summary>Checks a property and throws where it does not hold.</summary>
    public static void CheckSeeded(this Property property, int count = 100) =>
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9));
}
