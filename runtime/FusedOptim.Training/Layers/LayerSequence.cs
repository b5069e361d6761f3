using System.Numerics;
using System.Runtime.CompilerServices;
using FusedOptim.Training.Collections;
using FusedOptim.Training.Layers.Computing;

namespace FusedOptim.Training.Layers;

/// <summary>Layers that follow each other, their names, and the shapes between them.</summary>
internal sealed class LayerSequence : IEquatable<LayerSequence>
{
    private readonly ValueList<Layer> _layers;
    private readonly string[] _names;

    /// <summary>A sequence.</summary>
    /// <param name="layers">The layers, first to last.</param>
    /// <exception cref="ArgumentException">There is none, or two have one name.</exception>
    public LayerSequence(Layer[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Length == 0)
            throw new ArgumentException("The model has no layers; it must have at least one.", nameof(layers));
        if (Array.IndexOf(layers, null) is >= 0 and var missing)
            throw new ArgumentNullException(nameof(layers), Invariant($"Layer {missing + 1} of {layers.Length} is null."));
        _layers = new ValueList<Layer>(layers);
        _names = NameLayers(layers);
    }

    /// <summary>The layers, first to last.</summary>
    public IReadOnlyList<Layer> Layers => _layers;

    /// <summary>The names of the layers: those that they were given, otherwise their kinds, numbered from 1.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The number of features that the first layer takes that takes a certain number, if any does.</summary>
    public int? InputFeatures =>
        _layers.FirstOrDefault(layer => layer.InputFeatures is not null || layer.TakesIndices)?.InputFeatures;

    /// <summary>Whether a <see cref="Flatten"/> stands in front of the layer that <see cref="InputFeatures"/> is of, so that
    /// it says nothing of the features of a position.</summary>
    public bool FlattensFirst
    {
        get
        {
            foreach (var layer in _layers)
            {
                if (layer.FlattensFirst)
                    return true;
                if (layer.InputFeatures is not null)
                    return false;
            }

            return false;
        }
    }

    /// <summary>Whether what the sequence takes are indices: those of the first layer that changes them.</summary>
    public bool TakesIndices => _layers.FirstOrDefault(layer => layer is not (Input or Flatten)) is { TakesIndices: true };

    /// <summary>Whether all layers treat positions alike.</summary>
    public bool TreatsPositionsAlike => _layers.All(layer => layer.TreatsPositionsAlike);

    /// <summary>The shape of what each layer takes, and last of what the sequence gives.</summary>
    /// <param name="input">The shape of what the sequence takes.</param>
    /// <param name="argument">The argument that is at fault where the shape does not fit.</param>
    /// <exception cref="ArgumentException">A layer takes another number of features than it is given, or refuses the shape.</exception>
    public ExampleShape[] ShapesFrom(ExampleShape input, [CallerArgumentExpression(nameof(input))] string argument = "")
    {
        var shapes = new ExampleShape[_layers.Count + 1];
        shapes[0] = input;
        for (var i = 0; i < _layers.Count; i++)
        {
            if (_layers[i].InputFeatures is { } features && features != shapes[i].Features &&
                !_layers[i].FlattensFirst)
            {
                var given = i == 0 ? $"the model is given {input}" : $"'{_names[i - 1]}' before it gives {shapes[i]}";
                throw new ArgumentException(
                    Invariant($"'{_names[i]}' takes {features} value{(features == 1 ? "" : "s")}, but {given}{_layers[i].AdviseOn(shapes[i])}."),
                    argument);
            }

            try
            {
                shapes[i + 1] = _layers[i].GetOutputShape(shapes[i]);
            }
            catch (ArgumentException exception)
            {
                throw new ArgumentException($"'{_names[i]}': {exception.Reason}", argument, exception);
            }
        }

        return shapes;
    }

    /// <summary>Builds the layers.</summary>
    public LayerChain<T> Build<T>(LayerBuilder<T> builder)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shapes = ShapesFrom(builder.InputShape, nameof(builder));
        var layers = new NetworkLayer<T>[_layers.Count];
        var parameters = new Parameter<T>[_layers.Count][];
        for (var i = 0; i < layers.Length; i++)
        {
            var first = builder.Parameters.Count;
            layers[i] = _layers[i].Build(builder.Within(_names[i], shapes[i]));
            parameters[i] = [.. builder.Parameters.Skip(first)];
        }

        return new LayerChain<T>(layers, [.. shapes.Select(shape => shape.Size)], parameters);
    }

    /// <inheritdoc/>
    public bool Equals(LayerSequence? other) => other is not null && _layers.Equals(other._layers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LayerSequence);

    /// <inheritdoc/>
    public override int GetHashCode() => _layers.GetHashCode();

    private static string[] NameLayers(Layer[] layers)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var names = new string[layers.Length];
        for (var i = 0; i < layers.Length; i++)
        {
            var kind = layers[i].Kind;
            counts[kind] = counts.GetValueOrDefault(kind) + 1;
            names[i] = layers[i].Name ?? Invariant($"{kind}{counts[kind]}");
            if (names.AsSpan(0, i).Contains(names[i]))
            {
                throw new ArgumentException(
                    Invariant($"Layers {Array.IndexOf(names, names[i]) + 1} and {i + 1} of the model are both called '{names[i]}'. Names must ") +
                    "differ; layers without a name are called by their kind and its number among the layers of the kind.", nameof(layers));
            }
        }

        return names;
    }
}
