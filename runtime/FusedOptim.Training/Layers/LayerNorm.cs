using FusedOptim.Guards;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers.Computing;

namespace FusedOptim.Training.Layers;

/// <summary>
/// Layer normalization: y = γ·(x − μ)/√(σ² + ε) + β, with the mean μ and the variance σ² of the features of each position,
/// whatever the rest of the batch (Ba, Kiros and Hinton, "Layer normalization", 2016). Learning and prediction compute
/// alike. Parameters: "weight" (γ, the gain, starts at 1) and "bias" (β, starts at 0).
/// </summary>
/// <remarks>
/// Computed in double, in one order, rounded where it is stored: the same bits on every machine and any number of threads.
/// </remarks>
public sealed record LayerNorm : Layer
{
    /// <summary>Layer normalization.</summary>
    /// <param name="features">The number of features, at least 1; by default as many as it is given.</param>
    /// <param name="epsilon">ε: positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public LayerNorm(int? features = null, double epsilon = 1e-5)
    {
        Guard.Check(features is null or >= 1, features ?? 0, "at least 1", nameof(features));
        Guard.CheckPositive(epsilon);
        Features = features;
        Epsilon = epsilon;
    }

    /// <summary>The number of features; null for as many as it is given.</summary>
    public int? Features { get; }

    /// <summary>What is added to the variance, so that positions whose features hardly differ are not blown up: ε.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override string Kind => "layernorm";

    /// <inheritdoc/>
    internal override bool TreatsPositionsAlike => true;

    /// <inheritdoc/>
    public override int? InputFeatures => Features;

    /// <inheritdoc/>
    public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder)
    {
        var features = builder.InputShape.Features;
        return new LayerNormLayer<T>(
            builder.Team,
            Epsilon,
            builder.Add("weight", ParameterKind.Scale, new Constant(1), features, features, features),
            builder.Add("bias", ParameterKind.Bias, Initializer.Zeros, features, features, features));
    }
}
