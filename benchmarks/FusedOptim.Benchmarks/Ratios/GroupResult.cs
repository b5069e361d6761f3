namespace FusedOptim.Benchmarks;

/// <summary>What a group measured.</summary>
/// <param name="Rows">The figures, bounded ones first.</param>
internal sealed record GroupResult(IReadOnlyList<RatioRow> Rows)
{
    /// <summary>The times of the candidates, one list for each setting (size, threads) with what it is.</summary>
    public IReadOnlyList<(string Setting, IReadOnlyList<Timing> Timings)> Timings { get; init; } = [];

    /// <summary>What was left out, and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
