namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

/// <summary>What elements really met: operations, functions, statements, modifiers.</summary>
internal sealed class Coverage
{
    private readonly HashSet<(object What, bool Varies)> _all = [];

    public void Add(object what, bool varies = false) => _all.Add((what, varies));

    public void AddRange(Coverage other) => _all.UnionWith(other._all);

    /// <summary>The names of what was met; what also has values that vary is there twice.</summary>
    public IEnumerable<string> Names => _all.Select(item => item.Varies ? $"{item.What}, varying" : $"{item.What}");
}
