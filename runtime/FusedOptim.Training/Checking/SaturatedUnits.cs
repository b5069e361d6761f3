using FusedOptim.Guards;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Statistics;

namespace FusedOptim.Training.Checking;

/// <summary>
/// Finds activations that saturate: where too many values of a function that is bounded on both sides, such as <see cref="Logistic"/> and
/// <see cref="Tanh"/>, lie within 1 % of a bound, measured by the distance of the bounds. The derivative is nearly 0 there, so that the
/// layers before hardly learn. Initial weights that are too large make it so, such as those of deviation 1.
/// </summary>
/// <remarks>The last layer is passed over, whose values may well be sure, and layers before the first one that is trained.</remarks>
public sealed class SaturatedUnits : Watcher
{
    private readonly Func<string, bool> _select;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="share">The share of the values of a layer above which it saturates: from 0 to below 1.</param>
    /// <param name="select">Which layers to look at, by their names; by default all.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of range.</exception>
    public SaturatedUnits(double share = 0.25, Func<string, bool>? select = null)
    {
        Guard.Check(share is >= 0 and < 1, share, "at least 0 and below 1");
        (Share, _select) = (share, select ?? (_ => true));
    }

    /// <summary>Gets the share of the values of a layer above which it saturates.</summary>
    public double Share { get; }

    /// <summary>Names each layer that saturates.</summary>
    /// <inheritdoc/>
    public override IReadOnlyList<string> Look(Network<float> network, double loss, int step)
    {
        ArgumentNullException.ThrowIfNull(network);
        List<string>? messages = null;
        for (var layer = 0; layer < network.LayerNames.Count - 1; layer++)
        {
            var name = network.LayerNames[layer];
            if (network.Model.Layers[layer] is not IActivation { Bounds: { } bounds } || !_select(name) ||
                network.GetActivationGradients(layer).IsEmpty)
            {
                continue;
            }

            var share = new UnitActivations(network.GetActivations(layer), 1).GetSaturatedShare(
                bounds.Lower, bounds.Upper, LayerStatistics.SaturationTolerance);
            if (share <= Share)
                continue;
            (messages ??= []).Add(
                Invariant($"Step {step}: '{name}' saturates. {Text(100 * share)} % of its values are within 1 % of {Text(bounds.Lower)} ") +
                $"or {Text(bounds.Upper)}, where the derivative is nearly 0; the threshold is {Text(100 * Share)} %. Smaller initial " +
                "weights, such as those of Xavier, normalization before the function, or ReLU in its place help.");
        }

        return messages ?? (IReadOnlyList<string>)[];
    }
}
