namespace FusedOptim.Benchmarks;

/// <summary>Candidates that are compared with each other; takes less than a minute.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Description">What it compares, in a line.</param>
/// <param name="Run">Measures.</param>
internal sealed record RatioGroup(string Name, string Description, Func<GroupResult> Run)
{
    /// <summary>Variables of the environment that a process must start with to measure this.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether this process started with them.</summary>
    public bool FitsThisProcess =>
        Environment.All(variable => System.Environment.GetEnvironmentVariable(variable.Key) == variable.Value);
}
