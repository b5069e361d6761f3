namespace FusedOptim.Samples.Digits;

/// <summary>Shows runs while they go on, and what they came to.</summary>
internal interface IRunView
{
    /// <summary>Shows runs while they go on.</summary>
    /// <param name="rows">The runs.</param>
    /// <param name="train">Runs them all, and tells of each change of a row.</param>
    void Watch(IReadOnlyList<RunRow> rows, Action<Action<RunRow>> train);

    /// <summary>Shows what the runs came to.</summary>
    /// <param name="rows">The runs; at least one is over.</param>
    /// <param name="summary">The result in a line.</param>
    void Conclude(IReadOnlyList<RunRow> rows, string summary);
}
