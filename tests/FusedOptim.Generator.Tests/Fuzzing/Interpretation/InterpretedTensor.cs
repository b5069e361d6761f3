namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

/// <summary>The tensor that a rule is interpreted over.</summary>
/// <param name="Pool">The elements that it is made of.</param>
/// <param name="Layout">For each element of the tensor, which one of the pool it is.</param>
/// <param name="Matrix">The rows and columns, where the rule sees them: the pool is the tensor then.</param>
internal sealed record InterpretedTensor(IReadOnlyList<EntryMemory> Pool, IReadOnlyList<int> Layout, MatrixEntries? Matrix)
{
    /// <summary>What a phase runs once for.</summary>
    public IReadOnlyList<EntryMemory> Entries(Over over) => over == Over.Element ? Pool : Matrix![over];
}
