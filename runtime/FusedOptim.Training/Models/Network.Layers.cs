using FusedOptim.Generator.Frontend;

namespace FusedOptim.Training;

/// <content>The parameters of a layer, by its name.</content>
public sealed partial class Network<T>
{
    /// <summary>The parameters of a layer and of the layers within it, in the order of <see cref="Parameters"/>: to freeze them, or to give
    /// them a rule of their own.</summary>
    /// <param name="layer">The name of the layer, such as "head", "dense1", or "residual1.dense1" for a layer within another.</param>
    /// <returns>The parameters; none for a layer without parameters.</returns>
    /// <exception cref="ArgumentException">The network has no layer of that name.</exception>
    public IReadOnlyList<Parameter<T>> ParametersOf(string layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        // "dense1" does not begin the names of "dense10".
        Parameter<T>[] found = [.. Parameters.Where(parameter => parameter.Name.StartsWith(layer + ".", StringComparison.Ordinal))];
        if (found.Length == 0 && !LayerNames.Contains(layer))
        {
            throw new ArgumentException(
                $"The network has no layer '{layer}'. " +
                (NearestName.Find(layer, LayerNames) is { } nearest ? $"Did you mean '{nearest}'? " : "") +
                $"Its layers are {string.Join(", ", LayerNames)}; a layer within another is 'residual1.dense1'.", nameof(layer));
        }

        return found;
    }
}
