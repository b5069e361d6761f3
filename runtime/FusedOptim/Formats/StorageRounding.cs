namespace FusedOptim;

/// <summary>How a value becomes one that a format has.</summary>
public enum StorageRounding
{
    /// <summary>
    /// Up or down at random, with the probability of each side the distance to the other: right in the mean, so that
    /// changes that are smaller than the distance between two stored numbers add up instead of being lost. The noise is
    /// counter-based: a function of seed, step, stream and element.
    /// </summary>
    Stochastic,

    /// <summary>To the nearest; to the even one of two that are equally near.</summary>
    NearestEven,
}
