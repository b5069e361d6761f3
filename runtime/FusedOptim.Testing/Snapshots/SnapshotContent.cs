namespace FusedOptim.Testing;

/// <summary>Which generated texts <see cref="RuleTest.Snapshot(string, SnapshotContent, string, string)"/> compares.</summary>
public enum SnapshotContent
{
    /// <summary>The rule's graph, its step constants and its kernels: what the formula decides.</summary>
    Computation,

    /// <summary>The graph, and every generated source.</summary>
    Everything,
}
