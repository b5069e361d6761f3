using System.Numerics;
using System.Text;
using FusedOptim.Execution;
using FusedOptim.Training.Collections;
using FusedOptim.Training.Layers;

namespace FusedOptim.Training;

/// <summary>
/// The description of a network whose layers follow each other: immutable, of no precision, without weights. Any number
/// of networks can be built from it. It is a layer itself, so that models are made of models. Two models are equal where their
/// layers are.
/// </summary>
public sealed record Sequential : Layer
{
    private readonly LayerSequence _sequence;
    // Why examples of one position do not fit, where others may.
    private readonly string? _refusal;

    /// <summary>A model of one or more layers.</summary>
    /// <param name="layers">The layers, first to last. Each takes as many features as the one before gives. The shape of
    /// examples is that of an <see cref="Input"/> in front; without one, a single position of as many features as the
    /// first layer takes that takes a certain number, such as <see cref="Dense"/>.</param>
    /// <exception cref="ArgumentException">There is no layer, two have one name, or one takes another number of features than the one
    /// before gives.</exception>
    public Sequential(params Layer[] layers)
    {
        _sequence = new LayerSequence(layers);
        if (layers[0] is Input input)
            Shapes = new ValueList<ExampleShape>(_sequence.ShapesFrom(input.Shape, nameof(layers)));
        else if (_sequence.InputFeatures is { } features)
            Shapes = ShapesFromOnePosition(features, out _refusal);
    }

    /// <inheritdoc/>
    public override string Kind => "sequential";

    /// <summary>The layers, first to last.</summary>
    public IReadOnlyList<Layer> Layers => _sequence.Layers;

    /// <summary>The names of the layers, first to last: <see cref="Layer.Name"/>, otherwise their kinds, numbered from 1, such as
    /// "dense1".</summary>
    public IReadOnlyList<string> LayerNames => _sequence.Names;

    /// <inheritdoc/>
    public override int? InputFeatures => _sequence.InputFeatures;

    /// <summary>The shape of examples.</summary>
    /// <exception cref="InvalidOperationException">No layer says how many features it takes.</exception>
    public ExampleShape InputShape => KnownShapes[0];

    /// <summary>The shape of what the model gives for each example.</summary>
    /// <inheritdoc cref="InputShape" path="/exception"/>
    public ExampleShape OutputShape => KnownShapes[^1];

    /// <summary>The number of values that the model takes for each example.</summary>
    /// <inheritdoc cref="InputShape" path="/exception"/>
    public int InputSize => KnownShapes[0].Size;

    /// <summary>The number of values that the model gives for each example.</summary>
    /// <inheritdoc cref="InputShape" path="/exception"/>
    public int OutputSize => KnownShapes[^1].Size;

    /// <inheritdoc/>
    internal override bool FlattensFirst => _sequence.FlattensFirst;

    /// <inheritdoc/>
    internal override bool TreatsPositionsAlike => _sequence.TreatsPositionsAlike;

    /// <inheritdoc/>
    internal override bool TakesIndices => _sequence.TakesIndices;

    private ValueList<ExampleShape>? Shapes { get; }

    private ValueList<ExampleShape> KnownShapes => Shapes ?? throw (_refusal is not null ? new ArgumentException(_refusal)
        : new InvalidOperationException(
        $"No layer says how many values it takes ({string.Join(", ", _sequence.Names)}); at least one must, such as " +
        "Dense, or the first one be an Input."));

    // A model within another may be for several positions.
    private ValueList<ExampleShape>? ShapesFromOnePosition(int features, out string? refusal)
    {
        refusal = null;
        try
        {
            return new ValueList<ExampleShape>(_sequence.ShapesFrom(new ExampleShape(features), "layers"));
        }
        catch (ArgumentException exception) when (!_sequence.TreatsPositionsAlike)
        {
            refusal = exception.Reason;
            if (!refusal.Contains("Input(", StringComparison.Ordinal))
                refusal += " Put the shape of examples in front of the model, such as new Input(10, 4) for sequences.";
            return null;
        }
    }

    /// <inheritdoc/>
    public override ExampleShape GetOutputShape(ExampleShape input) => _sequence.ShapesFrom(input)[^1];

    /// <summary>A network in single precision. See <see cref="Build{T}(long, WorkerTeam?)"/>.</summary>
    /// <param name="seed">What random weights are drawn from.</param>
    /// <param name="team">The threads that the network computes on; by default
    /// <see cref="WorkerTeam.Default"/>.</param>
    /// <inheritdoc cref="InputShape" path="/exception"/>
    public Network<float> Build(long seed, WorkerTeam? team = null) => Build<float>(seed, team);

    /// <summary>
    /// A network with weights of its own. The same seed gives the same weights on every machine; those of single
    /// precision are those of double, rounded.
    /// </summary>
    /// <param name="seed">What random weights are drawn from, and masks of dropout.</param>
    /// <param name="team">The threads that the network computes on; by default
    /// <see cref="WorkerTeam.Default"/>.</param>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <inheritdoc cref="InputShape" path="/exception"/>
    public Network<T> Build<T>(long seed, WorkerTeam? team = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shapes = KnownShapes;
        var parameters = new ParameterSet<T>();
        try
        {
            var construction = new NetworkConstruction<T>(seed, team ?? WorkerTeam.Default, parameters);
            var chain = _sequence.Build(new LayerBuilder<T>(construction, "", shapes[0]));
            construction.FillParameters();
            return new Network<T>(this, chain, [.. shapes], construction.MinimumBatch, parameters)
            {
                DrawsRandomNumbers = construction.LayerStreamCount > 0,
            };
        }
        catch
        {
            parameters.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder) => _sequence.Build(builder);

    /// <summary>The layers alone: shapes are not known of every model.</summary>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Layers = ").Append(Layers);
        return true;
    }
}
