namespace FusedOptim.Training;

/// <summary>Some examples, in memory that the next batch reuses.</summary>
/// <param name="features">examples × features, row by row.</param>
/// <param name="labels">The class of each.</param>
public readonly ref struct MiniBatch(ReadOnlySpan<float> features, ReadOnlySpan<int> labels)
{
    /// <summary>examples × features, row by row.</summary>
    public ReadOnlySpan<float> Features { get; } = features;

    /// <summary>The class of each example.</summary>
    public ReadOnlySpan<int> Labels { get; } = labels;

    /// <summary>The number of examples.</summary>
    public int Count => Labels.Length;
}
