using FusedOptim.Guards;
using FusedOptim.Memory;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Statistics;

namespace FusedOptim.Training.Checking;

/// <summary>
/// Finds activations whose units are all alike, so that one of them could do what all do: units that give the same for every example, as
/// equal initial weights make them, and units of a function that is bounded on both sides, such as <see cref="Logistic"/>, whose values
/// hardly differ, as initial weights that are too small make them, such as those of deviation 0.01.
/// </summary>
/// <remarks>The last layer is passed over, and layers before the first one that is trained. Units that give 0 for every example are left to
/// <see cref="DeadUnits"/>, and units that are saturated for every example to <see cref="SaturatedUnits"/>.</remarks>
public sealed class AlikeUnits : Watcher
{
    private readonly Func<string, bool> _select;
    private readonly ScratchMemory<ulong> _hashes = new();
    private readonly ScratchMemory<int> _units = new();

    /// <summary>Initializes a new instance.</summary>
    /// <param name="spread">The part of the distance of the bounds below which units are alike
    /// (<see cref="LayerStatistics.UnitSpread"/>): from 0 to below 1.</param>
    /// <param name="select">Which layers to look at, by their names; by default all activations.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is out of range.</exception>
    public AlikeUnits(double spread = 0.05, Func<string, bool>? select = null)
    {
        Guard.Check(spread is >= 0 and < 1, spread, "at least 0 and below 1");
        (Spread, _select) = (spread, select ?? (_ => true));
    }

    /// <summary>Gets the part of the distance of the bounds below which units are alike.</summary>
    public double Spread { get; }

    /// <summary>Names each layer whose units are alike.</summary>
    /// <inheritdoc/>
    public override IReadOnlyList<string> Look(Network<float> network, double loss, int step)
    {
        ArgumentNullException.ThrowIfNull(network);
        List<string>? messages = null;
        var exampleCount = network.LastInputs.Length / network.InputSize;
        for (var layer = 0; layer < network.LayerNames.Count - 1; layer++)
        {
            if (network.Model.Layers[layer] is not IActivation activation || !_select(network.LayerNames[layer]) ||
                network.GetActivationGradients(layer).IsEmpty)
            {
                continue;
            }

            var activations = network.GetActivations(layer);
            var unitCount = activations.Length / exampleCount;
            if (unitCount == 1)
                continue;
            var units = new UnitActivations(activations, unitCount);
            if (Find(units, unitCount, activation.Bounds) is { } fault)
                (messages ??= []).Add(Invariant($"Step {step}: units of '{network.LayerNames[layer]}' are alike. {fault}"));
        }

        return messages ?? (IReadOnlyList<string>)[];
    }

    private string? Find(UnitActivations units, int unitCount, (double Lower, double Upper)? bounds)
    {
        var equal = units.CountEqual(
            bounds, LayerStatistics.SaturationTolerance, _hashes.Take(unitCount), _units.Take(unitCount));
        if (equal > 0)
        {
            return Invariant($"{equal} of {unitCount} give for every example what another one gives. Equal weights get equal gradients ") +
                "and stay equal; random initial weights part them.";
        }

        if (bounds is not { } range)
            return null;
        var part = units.GetSpread() / (range.Upper - range.Lower);
        return part >= Spread ? null
            : $"They differ from each other by {Text(100 * part)} % of the range from {Text(range.Lower)} to {Text(range.Upper)}; the " +
            $"threshold is {Text(100 * Spread)} %. One unit could do what all do. Larger initial weights, such as those of Xavier, or " +
            "normalization before the function help.";
    }
}
