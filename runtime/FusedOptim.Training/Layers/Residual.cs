using FusedOptim.Training.Layers.Computing;

namespace FusedOptim.Training.Layers;

/// <summary>
/// y = x + F(x): layers with a connection around them, through which derivatives pass unchanged, so that deep networks
/// train (He, Zhang, Ren and Sun, "Deep residual learning for image recognition", 2016).
/// </summary>
public sealed record Residual : Layer
{
    private readonly LayerSequence _sequence;

    /// <summary>A residual connection.</summary>
    /// <param name="layers">F, first to last; what it gives has the shape of what it takes.</param>
    /// <exception cref="ArgumentException">There is no layer, or two have one name.</exception>
    public Residual(params Layer[] layers) => _sequence = new LayerSequence(layers);

    /// <summary>The layers of F, first to last.</summary>
    public IReadOnlyList<Layer> Layers => _sequence.Layers;

    /// <summary>The names of the layers of F, first to last: <see cref="Layer.Name"/>, otherwise their kinds, numbered from 1, such as
    /// "dense1".</summary>
    public IReadOnlyList<string> LayerNames => _sequence.Names;

    /// <inheritdoc/>
    public override string Kind => "residual";

    /// <inheritdoc/>
    public override int? InputFeatures => _sequence.InputFeatures;

    /// <inheritdoc/>
    internal override bool TreatsPositionsAlike => _sequence.TreatsPositionsAlike;

    /// <inheritdoc/>
    public override ExampleShape GetOutputShape(ExampleShape input)
    {
        var output = _sequence.ShapesFrom(input)[^1];
        return output == input ? output : throw new ArgumentException(
            $"The layers of a residual connection give {output} where they take {input}; both must be of one shape.",
            nameof(input));
    }

    /// <inheritdoc/>
    public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder) => new ResidualLayer<T>(_sequence.Build(builder));
}
