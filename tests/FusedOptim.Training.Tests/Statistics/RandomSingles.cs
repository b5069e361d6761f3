namespace FusedOptim.Training.Tests;

/// <summary>Random numbers from −1 to 1.</summary>
internal static class RandomSingles
{
    public static void NextSingles(this Random random, Span<float> values)
    {
        foreach (ref var value in values)
            value = 2 * random.NextSingle() - 1;
    }
}
