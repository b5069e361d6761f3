using FusedOptim.Guards;
using ScottPlot;

namespace FusedOptim.Training.Plots;

/// <summary>Histograms beside each other, such as of the activations, weights or gradients of each layer.</summary>
/// <remarks>The height of a bar is the share of the values in it. Above each histogram are the mean and the standard deviation of its
/// values. Values that are NaN or infinite are counted above the histogram and are in no bar.</remarks>
/// <example><code>
/// network.Forward(inputs);
/// var figure = HistogramFigure.OfActivations(network, layer => layer.StartsWith("tanh"));
/// figure.Title = "Xavier";
/// figure.Save("activations.svg");
/// HistogramFigure.OfWeights(network).Save("weights.png");
/// </code></example>
public sealed class HistogramFigure : Figure
{
    private readonly (string Name, float[] Values)[] _groups;
    private readonly string _defaultTitle;
    private readonly string _quantity;

    /// <summary>Initializes a new instance from groups of numbers.</summary>
    /// <param name="groups">The values of each histogram with its name; at least one group. They are copied.</param>
    /// <exception cref="ArgumentException">No group is given, or two have one name.</exception>
    public HistogramFigure(params IEnumerable<(string Name, IEnumerable<float> Values)> groups)
        : this(Copy(groups), "Distributions", "Value")
    {
    }

    private HistogramFigure((string Name, float[] Values)[] groups, string defaultTitle, string quantity)
    {
        SeriesNames.Check(groups.Select(group => group.Name), "histogram", nameof(groups));
        (_groups, _defaultTitle, _quantity) = (groups, defaultTitle, quantity);
        Columns = Math.Min(groups.Length, 3);
    }

    /// <summary>Gets or sets the number of histograms in a row: 1 to 12; up to three by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public int Columns
    {
        get;
        set
        {
            Guard.CheckBetween(1, 12, value, nameof(Columns));
            field = value;
        }
    }

    /// <summary>Gets or sets the number of bars from the least to the greatest value: 2 to 1,000; 40 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public int BinCount
    {
        get;
        set
        {
            Guard.CheckBetween(2, 1000, value, nameof(BinCount));
            field = value;
        }
    } = 40;

    /// <summary>Gets or sets whether all histograms have the same horizontal axis, so that widths can be compared. <see langword="true"/> by
    /// default; layers whose values differ by orders of magnitude need separate ones.</summary>
    public bool SharesRange { get; set; } = true;

    /// <inheritdoc/>
    public override int DefaultHeight => 60 + 210 * Rows;

    /// <inheritdoc/>
    public override string Description => string.Join(
        "; ", _groups.Select(group => $"{group.Name}: {Moments.Of(group.Values).Describe()}")) + ".";

    private protected override string DefaultTitle => _defaultTitle;

    private int Rows => (_groups.Length + Columns - 1) / Columns;

    /// <summary>Draws the outputs of layers in the last pass of a network.</summary>
    /// <param name="network">The network, after <see cref="Network{T}.Forward"/> or <see cref="Network{T}.Predict"/>.</param>
    /// <param name="select">Chooses layers by name (<see cref="Network{T}.LayerNames"/>); all by default.</param>
    /// <exception cref="ArgumentException">No layer is chosen.</exception>
    public static HistogramFigure OfActivations(Network<float> network, Func<string, bool>? select = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new(OfLayers(network, select, i => [.. network.GetActivations(i)]), "Activations by layer", "Activation");
    }

    /// <summary>Draws the derivatives of the loss by the outputs of layers, after <see cref="Network{T}.Backward()"/>. Layers before the
    /// first one that learns have none and are left out.</summary>
    /// <param name="network">The network.</param>
    /// <param name="select">Chooses layers by name; all by default.</param>
    /// <exception cref="ArgumentException">No layer that is chosen has derivatives.</exception>
    public static HistogramFigure OfActivationGradients(Network<float> network, Func<string, bool>? select = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        var groups = OfLayers(network, select, i => [.. network.GetActivationGradients(i)]);
        return new([.. groups.Where(group => group.Values.Length > 0)], "Gradients of activations by layer", "Derivative") { SharesRange = false };
    }

    /// <summary>Draws the values of parameters.</summary>
    /// <param name="network">The network.</param>
    /// <param name="select">Chooses parameters by name, such as "dense1.bias"; those of the kind <see cref="ParameterKind.Weight"/> by
    /// default.</param>
    /// <exception cref="ArgumentException">No parameter is chosen.</exception>
    public static HistogramFigure OfWeights(Network<float> network, Func<string, bool>? select = null) =>
        new(OfParameters(network, select, parameter => [.. parameter.Values]), "Weights by layer", "Weight");

    /// <summary>Draws the gradients of parameters, after <see cref="Network{T}.Backward()"/> and before they are cleared.</summary>
    /// <param name="network">The network.</param>
    /// <param name="select">Chooses parameters by name; those of the kind <see cref="ParameterKind.Weight"/> by default.</param>
    /// <exception cref="ArgumentException">No parameter is chosen.</exception>
    public static HistogramFigure OfGradients(Network<float> network, Func<string, bool>? select = null) =>
        new(OfParameters(network, select, parameter => [.. parameter.Gradients]), "Gradients by layer", "Gradient") { SharesRange = false };

    private protected override FigureLayout Compose(Palette palette)
    {
        var everything = _groups.SelectMany(group => group.Values).Where(float.IsFinite).DefaultIfEmpty().ToArray();
        var shared = (everything.Min(), everything.Max());
        var panels = _groups.Select((group, i) =>
        {
            var finite = group.Values.Where(float.IsFinite).ToArray();
            var range = SharesRange || finite.Length == 0 ? shared : (finite.Min(), finite.Max());
            return ComposePanel(group.Name, finite, group.Values.Length - finite.Length, range, i, palette);
        });
        return new FigureLayout(Title, [.. panels], Columns, []);
    }

    private Panel ComposePanel(string name, float[] values, int notFinite, (float Least, float Greatest) range, int index, Palette palette)
    {
        // All values in one place are a bar in the middle.
        if (range.Least == range.Greatest)
            range = (range.Least - 0.5f, range.Greatest + 0.5f);
        var label = notFinite > 0 ? Invariant($"{name} ({notFinite} not finite)") : name;
        var panel = new Panel(
            new AxisScale(index / Columns == Rows - 1 ? _quantity : "") { Margin = 0.02 },
            new AxisScale(index % Columns == 0 ? "Share (%)" : "") { Minimum = 0 })
        {
            Title = values.Length == 0 ? label : $"{label}: {Moments.Of(values).Describe()}",
        };
        var width = ((double)range.Greatest - range.Least) / BinCount;
        var counts = new int[BinCount];
        foreach (var value in values)
            counts[Math.Clamp((int)((value - (double)range.Least) / width), 0, BinCount - 1)]++;
        var outline = new List<(double X, double Y)> { (range.Least, 0) };
        for (var i = 0; i < BinCount; i++)
        {
            var height = 100.0 * counts[i] / Math.Max(values.Length, 1);
            outline.Add((range.Least + i * width, height));
            outline.Add((range.Least + (i + 1) * width, height));
        }

        outline.Add((range.Greatest, 0));
        panel.AddShape(outline, palette.GetSeries(0));
        return panel;
    }

    private static (string, float[])[] Copy(IEnumerable<(string Name, IEnumerable<float> Values)> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        return [.. groups.Select(group => (group.Name, group.Values?.ToArray() ?? throw new ArgumentNullException(nameof(groups))))];
    }

    private static (string Name, float[] Values)[] OfLayers(Network<float> network, Func<string, bool>? select, Func<int, float[]> read) =>
        [.. network.LayerNames.Index().Where(layer => select?.Invoke(layer.Item) ?? true).Select(layer => (layer.Item, read(layer.Index)))];

    private static (string Name, float[] Values)[] OfParameters(
        Network<float> network, Func<string, bool>? select, Func<Parameter<float>, float[]> read)
    {
        ArgumentNullException.ThrowIfNull(network);
        return
        [
            .. network.Parameters.Where(parameter => select?.Invoke(parameter.Name) ?? parameter.Kind == ParameterKind.Weight)
                .Select(parameter => (parameter.Name, read(parameter))),
        ];
    }
}
