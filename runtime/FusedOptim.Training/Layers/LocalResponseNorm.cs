using FusedOptim.Guards;
using FusedOptim.Training.Layers.Computing;

namespace FusedOptim.Training.Layers;

/// <summary>
/// Local response normalization: y_c = x_c·(k + α/n·Σ_j x_j²)^(−β), where j goes over the n features around c of the same
/// position, those that there are (Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep convolutional
/// neural networks", 2012). It has no parameters.
/// </summary>
/// <remarks>
/// As in PyTorch, α is divided by n; the paper's α is not, so that its n = 5, α = 1e-4, β = 0.75, k = 2 is
/// <c>new LocalResponseNorm(5, alpha: 5e-4, beta: 0.75, k: 2)</c>. Of an even number of features around c there is one more
/// before it than after it. Computed in double, in order, rounded where it is stored: the same bits on every machine.
/// </remarks>
public sealed record LocalResponseNorm : Layer
{
    /// <summary>Local response normalization.</summary>
    /// <param name="size">n: at least 1.</param>
    /// <param name="alpha">α: positive and finite.</param>
    /// <param name="beta">β: positive and finite.</param>
    /// <param name="k">k: positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public LocalResponseNorm(int size = 5, double alpha = 1e-4, double beta = 0.75, double k = 1)
    {
        Guard.AtLeast(1, size);
        Guard.CheckPositive(alpha);
        Guard.CheckPositive(beta);
        Guard.CheckPositive(k);
        Size = size;
        Alpha = alpha;
        Beta = beta;
        K = k;
    }

    /// <summary>The number of features that are summed over: n.</summary>
    public int Size { get; }

    /// <summary>The factor of the mean square: α.</summary>
    public double Alpha { get; }

    /// <summary>The exponent: β.</summary>
    public double Beta { get; }

    /// <summary>What the sum starts from: k.</summary>
    public double K { get; }

    /// <inheritdoc/>
    public override string Kind => "localresponsenorm";

    /// <inheritdoc/>
    internal override bool TreatsPositionsAlike => true;

    /// <inheritdoc/>
    public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder) =>
        new LocalResponseNormLayer<T>(builder.Team, builder.InputShape.Features, Size, Alpha, Beta, K);
}
