namespace FusedOptim.Training.Checking;

/// <summary>The origin of a value that is not finite.</summary>
/// <param name="Layer">The name of the layer; null where no layer is at fault.</param>
/// <param name="Description">The layer, the value and the parameter, in words.</param>
internal readonly record struct NonFiniteSource(string? Layer, string Description)
{
    /// <summary>Finds the origin of the loss of the last forward pass: the inputs, the first layer that gives a value that is not finite,
    /// a parameter, or the loss itself.</summary>
    public static NonFiniteSource OfLoss(Network<float> network)
    {
        if (FirstNonFinite(network.LastInputs) is { } input)
        {
            return new(null,
                Invariant($"The inputs are not finite: value {input % network.InputSize} of example {input / network.InputSize} ") +
                $"of the batch is {Text(network.LastInputs[input])}.");
        }

        for (var layer = 0; layer < network.LayerNames.Count; layer++)
        {
            var activations = network.GetActivations(layer);
            if (FirstNonFinite(activations) is not { } index)
                continue;
            var name = network.LayerNames[layer];
            return new(name,
                Invariant($"The first layer that gives a value that is not finite is '{name}': value {index} is ") +
                $"{Text(activations[index])}. " + (OfParameters(network, $"{name}.")?.Description ?? "Its parameters are finite."));
        }

        return OfParameters(network) ?? new(null,
            "All activations and parameters are finite: the loss itself overflows, or the labels or targets are at fault.");
    }

    /// <summary>Finds the origin of a gradient of the last backward pass: the loss, or the first layer on the way back whose derivatives
    /// are not finite.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameter">The name of a parameter with such a gradient.</param>
    public static NonFiniteSource OfGradient(Network<float> network, string parameter)
    {
        for (var layer = network.LayerNames.Count - 1; layer >= 0; layer--)
        {
            if (FirstNonFinite(network.GetActivationGradients(layer)) is null)
                continue;
            // The derivatives by what a layer gives come from the layer after it.
            var isLast = layer == network.LayerNames.Count - 1;
            var name = network.LayerNames[isLast ? layer : layer + 1];
            return new(name, isLast
                ? $"The derivatives of the loss by the outputs of '{name}' are not all finite."
                : $"The first layer on the way back whose derivatives are not all finite is '{name}'.");
        }

        var owner = parameter.Split('.')[0];
        return new(owner, $"The derivatives between the layers are finite: the gradients of '{owner}' overflow.");
    }

    /// <summary>The first parameter that is not finite, if any is.</summary>
    /// <param name="network">The network.</param>
    /// <param name="prefix">What the names of the parameters to look at begin with.</param>
    public static NonFiniteSource? OfParameters(Network<float> network, string prefix = "")
    {
        foreach (var parameter in network.Parameters)
        {
            if (parameter.Name.StartsWith(prefix, StringComparison.Ordinal) && FirstNonFinite(parameter.Values) is { } index)
            {
                return new(parameter.Name.Split('.')[0],
                    Invariant($"Element {index} of '{parameter.Name}' is {Text(parameter.Values[index])}."));
            }
        }

        return null;
    }

    private static int? FirstNonFinite(ReadOnlySpan<float> values) =>
        values.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) is >= 0 and var index ? index : null;

    private static string Text(double value) => Watcher.Text(value);
}
