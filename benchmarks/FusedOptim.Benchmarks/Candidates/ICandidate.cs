namespace FusedOptim.Benchmarks;

/// <summary>One way to do the work that is compared.</summary>
internal interface ICandidate
{
    /// <summary>What it is, for the table.</summary>
    string Name { get; }

    /// <summary>Does the work once.</summary>
    void Step();
}
