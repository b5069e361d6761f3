namespace FusedOptim.Benchmarks;

/// <summary>A candidate of pytorch/worker.py, which times itself.</summary>
internal sealed class PyTorchCandidate : ICandidate
{
    private readonly PyTorchWorker _worker;
    private readonly string _candidate;

    private PyTorchCandidate(PyTorchWorker worker, string candidate, string name) =>
        (_worker, _candidate, Name) = (worker, candidate, name);

    public string Name { get; }

    /// <summary>A candidate; where this PyTorch does not have it, <see langword="null"/> and a note that says why.</summary>
    /// <param name="worker">The process.</param>
    /// <param name="candidate">Its name in the script.</param>
    /// <param name="name">What it is, for the table.</param>
    /// <param name="notes">Receives the note.</param>
    public static PyTorchCandidate? TryCreate(PyTorchWorker worker, string candidate, string name, List<string> notes)
    {
        if (worker.TryTime(candidate, 1, out var reason) is not null)
            return new PyTorchCandidate(worker, candidate, name);
        var note = $"left out '{name}': {reason}";
        if (!notes.Contains(note))
            notes.Add(note);
        return null;
    }

    public void Step() => Time(1);

    public double Time(int repetitions) =>
        _worker.TryTime(_candidate, repetitions, out var reason) ??
        throw new InvalidOperationException($"PyTorch could not repeat '{_candidate}': {reason}");
}
