namespace FusedOptim.Benchmarks;

/// <summary>One figure of the table.</summary>
/// <param name="Id">A name that stays, for tools.</param>
/// <param name="Value">The median, and how it spreads.</param>
/// <param name="Unit">What is counted: <c>ratio</c>, <c>bytes</c>, <c>ns</c>, <c>ns per element</c>, <c>GFLOP/s</c>, <c>ms</c>.</param>
internal sealed record RatioRow(string Id, Quartiles Value, string Unit)
{
    /// <summary>The bound that the project set itself; <see langword="null"/> where the figure is information.</summary>
    public double? AtMost { get; init; }

    /// <summary>The same from below; a row has one of them at most.</summary>
    public double? AtLeast { get; init; }

    public bool IsMissed => !(Value.Median <= (AtMost ?? double.MaxValue) && Value.Median >= (AtLeast ?? double.MinValue));

    /// <summary>Whether the bound lies within the middle half of the samples.</summary>
    public bool IsNoisy => (AtMost ?? AtLeast) is { } bound && Value.Lower <= bound && bound < Value.Upper;
}
