using FusedOptim.Training.Collections;
using FusedOptim.Training.Layers;

namespace FusedOptim.Training.Statistics;

/// <summary>Statistics of a layer for the batch of the last pass: its activations, their derivatives, its parameters and its units.</summary>
/// <remarks>A unit is one of the values that the layer gives for each example. Layers within other layers, such as within
/// <see cref="Residual"/>, are not looked at, but their parameters are.</remarks>
public sealed record LayerStatistics
{
    /// <summary>The part of the distance of its bounds within which an activation is saturated.</summary>
    internal const double SaturationTolerance = 0.01;

    private LayerStatistics(string name, ValueStatistics activations) => (Name, Activations) = (name, activations);

    /// <summary>Gets the name of the layer.</summary>
    public string Name { get; }

    /// <summary>Gets the distribution of what the layer gave.</summary>
    public ValueStatistics Activations { get; }

    /// <summary>Gets the distribution of the derivatives of the loss by what the layer gave; <see langword="null"/> where none were computed:
    /// after <see cref="Network{T}.Predict"/>, and before the first layer that is trained.</summary>
    public ValueStatistics? ActivationGradients { get; private init; }

    /// <summary>Gets the distributions of the parameters; empty for a layer without any.</summary>
    public IReadOnlyList<ParameterStatistics> Parameters { get; private init => field = ValueList<ParameterStatistics>.Of(value); } =
        ValueList<ParameterStatistics>.Empty;

    /// <summary>Gets the number of units.</summary>
    public int UnitCount { get; private init; }

    /// <summary>Gets the number of units that gave 0 for every example. For <see cref="Relu"/> they are dead if they stay so.</summary>
    public int DeadUnitCount { get; private init; }

    /// <summary>Gets the number of units that gave for every example what another unit before them gave. Left out are dead
    /// units, and units that are saturated for every example (<see cref="SaturatedShare"/>).</summary>
    public int EqualUnitCount { get; private init; }

    /// <summary>Gets how far units differ: the root of the mean over the examples of the variance over the units. Where it is small beside
    /// the range of the activation, one unit could do what all do.</summary>
    public double UnitSpread { get; private init; }

    /// <summary>Gets the share of the activations that lie within 1 % of a bound of the activation, such as 0 and 1 of
    /// <see cref="Logistic"/>, measured by the distance of the bounds; <see langword="null"/> for a layer whose function is not bounded on
    /// both sides (<see cref="IActivation.Bounds"/>).</summary>
    public double? SaturatedShare { get; private init; }

    /// <summary>Computes the statistics of all layers, for the batch of the last pass: after <see cref="Network{T}.Backward()"/> with
    /// derivatives, after <see cref="Network{T}.Predict"/> without them.</summary>
    /// <param name="network">The network.</param>
    /// <param name="bins">The number of bins of the histograms; at least 1.</param>
    /// <returns>The statistics of each layer, first to last.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no bins.</exception>
    /// <exception cref="InvalidOperationException">The network has made no pass, or is in use on another thread.</exception>
    public static IReadOnlyList<LayerStatistics> Of(Network<float> network, int bins = 50)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var access = network.Access.Enter();
        if (network.LastInputs.IsEmpty)
            throw new InvalidOperationException("The network has made no pass; call Forward or Predict before.");
        return new ValueList<LayerStatistics>(
            Enumerable.Range(0, network.LayerNames.Count).Select(layer => Of(network, layer, bins)));
    }

    /// <summary>The name, the unit count and the dead and equal units.</summary>
    public override string ToString() =>
        Invariant($"{Name}: mean {Activations.Mean:G4}, deviation {Activations.Deviation:G4}, {UnitCount} units, {DeadUnitCount} dead, ") +
        Invariant($"{EqualUnitCount} equal, spread {UnitSpread:G4}") +
        (SaturatedShare is { } share ? Invariant($", {100 * share:F0} % saturated") : "");

    private static LayerStatistics Of(Network<float> network, int layer, int bins)
    {
        var name = network.LayerNames[layer];
        var activations = network.GetActivations(layer);
        var unitCount = activations.Length / (network.LastInputs.Length / network.InputSize);
        var units = new UnitActivations(activations, unitCount);
        var bounds = (network.Model.Layers[layer] as IActivation)?.Bounds;
        var hasGradients = network.HasActivationGradients && !network.GetActivationGradients(layer).IsEmpty;
        return new LayerStatistics(name, ValueStatistics.Of(activations, bins))
        {
            ActivationGradients = hasGradients ? ValueStatistics.Of(network.GetActivationGradients(layer), bins) : null,
            Parameters =
            [
                .. network.ParametersOf(name).Select(
                    parameter => new ParameterStatistics(
                        parameter.Name, ValueStatistics.Of(parameter.Values, bins),
                        network.HasActivationGradients && !parameter.IsFrozen && parameter.RowGradient is null
                            ? ValueStatistics.Of(parameter.Gradients, bins) : null)),
            ],
            UnitCount = unitCount,
            DeadUnitCount = units.CountDead(),
            EqualUnitCount = units.CountEqual(bounds, SaturationTolerance, new ulong[unitCount], new int[unitCount]),
            UnitSpread = units.GetSpread(),
            SaturatedShare = bounds is { } range
                ? units.GetSaturatedShare(range.Lower, range.Upper, SaturationTolerance) : null,
        };
    }
}
