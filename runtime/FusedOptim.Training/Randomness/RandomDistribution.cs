namespace FusedOptim.Training.Randomness;

/// <summary>What random weights are drawn from; of mean 0 and of the variance that an initializer asks for.</summary>
public enum RandomDistribution
{
    /// <summary>The normal distribution.</summary>
    Normal,

    /// <summary>The uniform distribution between −√(3·variance) and √(3·variance).</summary>
    Uniform,
}
