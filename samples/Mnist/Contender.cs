namespace FusedOptim.Samples.Mnist;

/// <summary>An optimizer of a comparison.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rates">The learning rates to choose from, ascending.</param>
/// <param name="CreateRules">The rules with a learning rate.</param>
internal sealed record Contender(string Name, double[] Rates, Func<double, Split> CreateRules)
{
    /// <summary>Nine rates, each twice the one before.</summary>
    /// <param name="first">The first rate.</param>
    public static double[] DoublingRates(double first) => [.. Enumerable.Range(0, 9).Select(index => Math.ScaleB(first, index))];
}
