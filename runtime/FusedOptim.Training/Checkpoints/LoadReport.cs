using FusedOptim.Training.Collections;

namespace FusedOptim.Training.Checkpoints;

/// <summary>The report of <see cref="Checkpoint.LoadMatching(string, CancellationToken)"/>: what of a file was loaded, and what was
/// not.</summary>
/// <param name="Loaded">The names of the tensors and numbers that were loaded.</param>
/// <param name="NotLoaded">What was not loaded: what was added and keeps its values, then what only the file has.</param>
public sealed record LoadReport(IReadOnlyList<string> Loaded, IReadOnlyList<NotLoaded> NotLoaded)
{
    /// <summary>The names of the tensors and numbers that were loaded.</summary>
    public IReadOnlyList<string> Loaded { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.Of(Loaded);

    /// <summary>The items that were not loaded: those that were added and keep their values, then those that only the file has.</summary>
    public IReadOnlyList<NotLoaded> NotLoaded { get; init => field = ValueList<NotLoaded>.Of(value); } =
        ValueList<NotLoaded>.Of(NotLoaded);

    /// <summary>Whether everything that was added and everything in the file was loaded.</summary>
    public bool IsComplete => NotLoaded.Count == 0;

    /// <summary>How much was loaded, then a line for each message of what was not.</summary>
    public override string ToString() => string.Join(
        Environment.NewLine,
        NotLoaded.GroupBy(left => left.Message).Select(left => $"{string.Join(", ", left.Select(item => $"'{item.Name}'"))}: {left.Key}")
            .Prepend(Invariant($"{Loaded.Count} loaded, {NotLoaded.Count} not loaded")));
}
