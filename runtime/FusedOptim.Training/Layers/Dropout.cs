using FusedOptim.Guards;
using FusedOptim.Training.Layers.Computing;

namespace FusedOptim.Training.Layers;

/// <summary>
/// Dropout: while learning, each value becomes 0 with probability p and x/(1 − p) otherwise, so that its expectation stays,
/// and prediction gives what it takes (Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: a simple way
/// to prevent neural networks from overfitting", 2014; scaled while learning, which is called inverted). Variational
/// dropout draws for each feature of an example once and drops it at all positions or at none, so that what a sequence
/// remembers is not cut at every step (Gal and Ghahramani, "A theoretically grounded application of dropout in recurrent
/// neural networks", 2016).
/// <see cref="ScaleAtPrediction"/> scales in prediction instead: a value becomes 0 or stays while learning, and prediction gives
/// (1 − p)·x, as in the first form of the paper (section 4). The next layer sees the values of the usual form times 1 − p.
/// </summary>
/// <remarks>
/// Masks are made of counter-based random numbers, by the seed of the network, the number of the pass and the place of the
/// value: the same on every machine and any number of threads, and the same in a run that is resumed.
/// <see cref="NetworkLayer{T}.Backward"/> uses the mask that <see cref="NetworkLayer{T}.Forward"/> drew.
/// </remarks>
public sealed record Dropout : Layer
{
    /// <summary>Dropout.</summary>
    /// <param name="probability">p, how likely a value is dropped: from 0 to below 1, taken to the nearest multiple of
    /// 2⁻³².</param>
    /// <param name="variational">Whether all positions of an example have one mask.</param>
    /// <param name="scaleAtPrediction">Whether values are scaled in prediction instead of while learning.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is out of range.</exception>
    public Dropout(double probability = 0.5, bool variational = false, bool scaleAtPrediction = false)
    {
        Guard.Check(probability is >= 0 and <= DropoutMask.GreatestProbability, probability, "at least 0 and below 1");
        Probability = probability;
        Variational = variational;
        ScaleAtPrediction = scaleAtPrediction;
    }

    /// <summary>How likely a value is dropped: p.</summary>
    public double Probability { get; }

    /// <summary>Whether all positions of an example have one mask.</summary>
    public bool Variational { get; }

    /// <summary>Whether values are scaled by 1 − p in prediction, instead of by 1/(1 − p) while learning.</summary>
    public bool ScaleAtPrediction { get; }

    /// <inheritdoc/>
    public override string Kind => "dropout";

    /// <inheritdoc/>
    internal override bool TreatsPositionsAlike => true;

    /// <inheritdoc/>
    public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder)
    {
        var shape = builder.InputShape;
        return new DropoutLayer<T>(
            builder.Team, builder.TakeRandomStream(), Probability, ScaleAtPrediction, Variational ? shape.Features : shape.Size,
            Variational ? shape.Positions : 1);
    }
}
