namespace FusedOptim.Training.Tuning;

/// <summary>Prints a line for each trial of a search: its number, score and budget, the best trial so far, and its point.</summary>
/// <param name="writer">The receiver of the lines, such as <see cref="Console.Out"/>.</param>
public sealed class SearchProgressWriter(TextWriter writer) : IProgress<SearchTrial>
{
    private readonly List<SearchTrial> _trials = [];

    /// <summary>Prints a trial.</summary>
    /// <param name="value">The trial.</param>
    public void Report(SearchTrial value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _trials.Add(value);
        var end = value.WasGivenUp ? Invariant($", given up after epoch {value.Curve[^1].Epoch}") : "";
        var best = new SearchReport(_trials).Best;
        // By reference: a point may be tried twice, with one score.
        var number = best is null ? 0 : _trials.FindIndex(trial => ReferenceEquals(trial, best)) + 1;
        writer.WriteLine(
            Invariant($"Trial {_trials.Count}: score {value.Score:G6}, budget {value.Budget}{end}; ") +
            (best is null ? "no best yet; " : Invariant($"best {best.Score:G6} (trial {number}); ")) + value.Point);
    }
}
