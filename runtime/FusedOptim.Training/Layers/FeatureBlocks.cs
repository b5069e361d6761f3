namespace FusedOptim.Training;

/// <summary>
/// The features of a position, cut into blocks that threads share: each as many as a cache line has of floats, so that
/// two threads seldom write to one line.
/// </summary>
/// <param name="FeatureCount">The number of features.</param>
internal readonly record struct FeatureBlocks(int FeatureCount)
{
    private const int Length = 16;

    /// <summary>The number of blocks.</summary>
    public int Count => (FeatureCount + Length - 1) / Length;

    /// <summary>The features of adjacent blocks: the first, and the one after the last.</summary>
    /// <param name="start">The first block.</param>
    /// <param name="end">The one after the last.</param>
    public (int First, int End) Features(int start, int end) => (start * Length, Math.Min(end * Length, FeatureCount));
}
