namespace FusedOptim.Training;

/// <summary>Finds where a loss that is NaN or infinite comes from.</summary>
public sealed class NonFiniteLoss : Watcher
{
    /// <summary>Where the loss is not finite, names the first layer that gives a value that is not, and what is known of its
    /// parameters; else a parameter that is not finite.</summary>
    /// <inheritdoc/>
    public override IReadOnlyList<string> Look(Network<float> network, double loss, int step)
    {
        ArgumentNullException.ThrowIfNull(network);
        return double.IsFinite(loss) ? [] : [$"Step {step}: the loss is {Text(loss)}. {Cause(network)}"];
    }

    private static string Cause(Network<float> network)
    {
        for (var layer = 0; layer < network.LayerNames.Count; layer++)
        {
            var activations = network.ActivationsOf(layer);
            if (FirstNonFinite(activations) is not { } index)
                continue;
            var name = network.LayerNames[layer];
            return $"The first layer that gives a value that is not finite is '{name}': value {index} is " +
                $"{Text(activations[index])}. " + (FirstParameter(network, $"{name}.") ?? "Its parameters are finite.");
        }

        return FirstParameter(network, "")
            ?? "All activations and parameters are finite: the loss itself overflows, or the labels or targets are at fault.";
    }

    private static string? FirstParameter(Network<float> network, string prefix)
    {
        foreach (var parameter in network.Parameters)
        {
            if (parameter.Name.StartsWith(prefix, StringComparison.Ordinal)
                && FirstNonFinite(parameter.Values) is { } index)
            {
                return $"Element {index} of '{parameter.Name}' is {Text(parameter.Values[index])}.";
            }
        }

        return null;
    }

    private static int? FirstNonFinite(ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                return i;
        }

        return null;
    }
}
