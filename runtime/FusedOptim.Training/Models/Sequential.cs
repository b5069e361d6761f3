using System.Numerics;

namespace FusedOptim.Training;

/// <summary>
/// The description of a network whose layers follow each other: immutable, of no precision, without weights. Any number
/// of networks can be built from it.
/// </summary>
public sealed class Sequential
{
    private readonly Layer[] _layers;
    private readonly string[] _names;
    private readonly int[] _sizes;

    /// <summary>A model of one or more layers.</summary>
    /// <param name="layers">The layers, first to last. Each takes as many values as the one before gives; at least one
    /// says how many it takes.</param>
    /// <exception cref="ArgumentException">There is no layer, none says how many values it takes, or one takes another
    /// number than the one before gives.</exception>
    public Sequential(params Layer[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Length == 0)
            throw new ArgumentException("The model has no layers; it must have at least one.", nameof(layers));
        foreach (var layer in layers)
            ArgumentNullException.ThrowIfNull(layer, nameof(layers));

        _layers = [.. layers];
        _names = NameLayers(_layers);
        _sizes = new int[layers.Length + 1];
        _sizes[0] = layers.Select(layer => layer.InputSize).FirstOrDefault(size => size is not null) ??
            throw new ArgumentException(
                $"No layer says how many values it takes ({string.Join(", ", _names)}); " +
                "at least one must, such as Dense.", nameof(layers));
        for (var i = 0; i < layers.Length; i++)
        {
            if (layers[i].InputSize is { } size && size != _sizes[i])
            {
                throw new ArgumentException(
                    $"'{_names[i]}' takes {size} values, but '{_names[i - 1]}' before it gives {_sizes[i]}.",
                    nameof(layers));
            }

            _sizes[i + 1] = layers[i].OutputSize(_sizes[i]);
        }
    }

    /// <summary>The layers, first to last.</summary>
    public IReadOnlyList<Layer> Layers => _layers.AsReadOnly();

    /// <summary>The number of values that the model takes for each example.</summary>
    public int InputSize => _sizes[0];

    /// <summary>The number of values that the model gives for each example.</summary>
    public int OutputSize => _sizes[^1];

    /// <summary>A network in single precision. See <see cref="Build{T}"/>.</summary>
    /// <param name="seed">What random weights are drawn from.</param>
    /// <param name="team">The threads that the network computes on; by default
    /// <see cref="WorkerTeam.Default"/>.</param>
    public Network<float> Build(long seed, WorkerTeam? team = null) => Build<float>(seed, team);

    /// <summary>
    /// A network with weights of its own. The same seed gives the same weights on every machine; those of single
    /// precision are those of double, rounded.
    /// </summary>
    /// <param name="seed">What random weights are drawn from.</param>
    /// <param name="team">The threads that the network computes on; by default
    /// <see cref="WorkerTeam.Default"/>.</param>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    public Network<T> Build<T>(long seed, WorkerTeam? team = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var product = new MatrixProduct<T>(team);
        var initializations = new List<Action<RandomStream>>();
        var layers = new NetworkLayer<T>[_layers.Length];
        var parameters = new ParameterSet<T>();
        try
        {
            for (var i = 0; i < layers.Length; i++)
                layers[i] = _layers[i].Build(new LayerBuilder<T>(parameters, initializations, product, _names[i]));
            // Only now: using the values of a parameter lays the set out.
            for (var i = 0; i < initializations.Count; i++)
                initializations[i](RandomStreams.Parameter(seed, i));
            return new Network<T>(layers, _sizes, parameters);
        }
        catch
        {
            parameters.Dispose();
            throw;
        }
    }

    private static string[] NameLayers(Layer[] layers)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var names = new string[layers.Length];
        for (var i = 0; i < layers.Length; i++)
        {
            var kind = layers[i].Kind;
            counts[kind] = counts.GetValueOrDefault(kind) + 1;
            names[i] = $"{kind}{counts[kind]}";
        }

        return names;
    }
}
