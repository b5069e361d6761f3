namespace FusedOptim.Formats;

/// <summary>How a value becomes one that a format has.</summary>
public enum StorageRounding
{
    /// <summary>
    /// Up or down at random, with the probability of each side the distance to the other: right in the mean, so that
    /// changes that are smaller than the distance between two stored numbers add up instead of being lost. The noise is
    /// counter-based: a function of seed, step, stream and element.
    /// </summary>
    Stochastic,

    /// <summary>
    /// To the nearest; to the even one of two that are equally near. A moving average stops moving when its change is less than half
    /// the distance of two stored numbers, and a sum stops growing: a second moment with β₂ = 0.999 can stay too small by a factor of
    /// 1.5 in <see cref="HalfFormat"/>, 5 in <see cref="BFloat16Format"/> and 63 in <see cref="BlockFloat8Format"/>, and steps are
    /// longer by the root of that.
    /// </summary>
    NearestEven,
}
