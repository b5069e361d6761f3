using FusedOptim.Guards;

namespace FusedOptim.Training.Checking;

/// <summary>
/// Finds layers that derivatives hardly reach: where the root mean square of the derivatives of the loss by what a layer
/// gives is below a part of the largest of the layers after it.
/// </summary>
/// <remarks>A loss that is scaled changes nothing: only derivatives are compared with each other.</remarks>
public sealed class VanishingGradients : Watcher
{
    /// <summary>A watcher.</summary>
    /// <param name="ratio">The part below which derivatives are as good as gone: above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    public VanishingGradients(double ratio = 1e-4)
    {
        Guard.Check(ratio is > 0 and < 1, ratio, "greater than 0 and below 1");
        Ratio = ratio;
    }

    /// <summary>The part below which derivatives are as good as gone.</summary>
    public double Ratio { get; }

    /// <summary>Names the last layer whose derivatives vanish; it takes those of the layers before it along.</summary>
    /// <inheritdoc/>
    public override IReadOnlyList<string> Look(Network<float> network, double loss, int step)
    {
        ArgumentNullException.ThrowIfNull(network);
        var largest = 0.0;
        var largestLayer = 0;
        for (var layer = network.LayerNames.Count - 1; layer >= 0; layer--)
        {
            // Nothing is trained before this layer, so that no derivatives were computed.
            if (network.GetActivationGradients(layer).IsEmpty)
                break;
            var size = RootMeanSquare(network.GetActivationGradients(layer));
            if (size < Ratio * largest)
            {
                return
                [
                    Invariant($"Step {step}: gradients vanish at '{network.LayerNames[layer]}'. The derivatives by what it gives have ") +
                    $"the root mean square {Text(size)}, which is {Text(size / largest)} of the {Text(largest)} at " +
                    $"'{network.LayerNames[largestLayer]}'; the threshold is {Text(Ratio)}. Wider initial weights, " +
                    "normalization, residual connections or ReLU in place of saturating functions help.",
                ];
            }

            if (size > largest)
                (largest, largestLayer) = (size, layer);
        }

        return [];
    }
}
