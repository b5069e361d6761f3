namespace FusedOptim.Benchmarks;

/// <summary>A candidate whose result can be compared.</summary>
internal interface IProductCandidate : ICandidate
{
    /// <summary>rows × columns.</summary>
    float[] Result { get; }
}
