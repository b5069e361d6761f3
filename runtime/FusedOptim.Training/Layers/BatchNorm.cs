using FusedOptim.Guards;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers.Computing;

namespace FusedOptim.Training.Layers;

/// <summary>
/// Batch normalization: y = γ·(x − μ)/√(σ² + ε) + β for each feature, where learning takes the mean μ and the variance σ²
/// of the feature over the examples and positions of the batch (Ioffe and Szegedy, "Batch normalization: accelerating deep
/// network training by reducing internal covariate shift", 2015). What was learned is used with running statistics,
/// r ← (1 − momentum)·r + momentum·(statistic of the batch), with the unbiased variance, as in PyTorch. Parameters:
/// "weight" (γ, starts at 1) and "bias" (β, starts at 0); buffers: "running_mean" (starts at 0) and "running_var" (starts
/// at 1).
/// </summary>
/// <remarks>
/// Computed in double, in order, rounded where it is stored: the same bits on every machine and any number of threads. A
/// batch to learn from must have at least two values of each feature; one value has no variance. Running statistics move
/// in every pass to learn from, also where both parameters are frozen. They belong to the weights that the network was
/// trained with: other weights, such as averages, need statistics of their own (<see cref="BatchNormStatistics.UpdateBatchNorm"/>).
/// </remarks>
public sealed record BatchNorm : Layer
{
    /// <summary>Batch normalization.</summary>
    /// <param name="features">The number of features, at least 1; by default as many as it is given.</param>
    /// <param name="momentum">How much the running statistics take of a batch's: from 0 to 1.</param>
    /// <param name="epsilon">ε: positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public BatchNorm(int? features = null, double momentum = 0.1, double epsilon = 1e-5)
    {
        Guard.Check(features is null or >= 1, features ?? 0, "at least 1", nameof(features));
        Guard.Check(momentum is >= 0 and <= 1, momentum, "from 0 to 1");
        Guard.CheckPositive(epsilon);
        Features = features;
        Momentum = momentum;
        Epsilon = epsilon;
    }

    /// <summary>The number of features; null for as many as it is given.</summary>
    public int? Features { get; }

    /// <summary>How much the running statistics take of a batch's.</summary>
    public double Momentum { get; }

    /// <summary>What is added to the variance, so that features that hardly vary are not blown up: ε.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override string Kind => "batchnorm";

    /// <inheritdoc/>
    internal override bool TreatsPositionsAlike => true;

    /// <inheritdoc/>
    public override int? InputFeatures => Features;

    /// <inheritdoc/>
    public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder)
    {
        var features = builder.InputShape.Features;
        // Two values of each feature, so that there is a variance; the positions of one example are enough.
        builder.RequireBatch(builder.InputShape.Positions == 1 ? 2 : 1);
        return new BatchNormLayer<T>(builder.Team, features, builder.Name)
        {
            Momentum = Momentum,
            Epsilon = Epsilon,
            Scale = builder.Add("weight", ParameterKind.Scale, new Constant(1), features, features, features),
            Bias = builder.Add("bias", ParameterKind.Bias, Initializer.Zeros, features, features, features),
            RunningMean = builder.AddBuffer("running_mean", T.Zero, features),
            RunningVariance = builder.AddBuffer("running_var", T.One, features),
        };
    }
}
