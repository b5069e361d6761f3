using FusedOptim.Guards;
using FusedOptim.Training.Collections;
using FusedOptim.Training.Layers;

namespace FusedOptim.Training.Tuning;

/// <summary>
/// A space of networks: their depth, the width of each hidden layer, and what all hidden layers have, as dimensions that any
/// <see cref="HyperparameterSearch"/> takes. A hidden layer is <see cref="Dense"/>, normalization, activation and dropout, in this order;
/// a <see cref="Dense"/> layer gives the outputs.
/// </summary>
/// <remarks>Dimensions are named "front", "depth", "width1", "width2" and so on, "activation", "normalization", "dropout" and
/// "residual". What has a single choice has no dimension. A width means nothing where the network is not that deep
/// (<see cref="SearchDimension.Condition"/>). Names that activations and normalizations have are left out, because several hidden layers
/// have them.</remarks>
public sealed class ArchitectureSpace
{
    /// <summary>Initializes a new instance with 1 to 3 hidden layers.</summary>
    /// <param name="input">The shape of examples.</param>
    /// <param name="outputs">The number of outputs; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public ArchitectureSpace(ExampleShape input, int outputs) => (Input, Outputs) = (input, Guard.AtLeast(1, outputs));

    /// <summary>Gets the shape of examples.</summary>
    public ExampleShape Input { get; }

    /// <summary>Gets the number of outputs.</summary>
    public int Outputs { get; }

    /// <summary>Gets the layers before the hidden ones, such as convolutions with pooling, or nothing. Nothing by default. A front that
    /// gives several positions is flattened.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public IReadOnlyList<IReadOnlyList<Layer>> Fronts { get; init => field = AtLeastOne(value, nameof(Fronts)); } = [[]];

    /// <summary>Gets the numbers of hidden layers; 1 to 3 by default.</summary>
    /// <exception cref="ArgumentException">There is none, or one is negative.</exception>
    public IReadOnlyList<int> Depths
    {
        get;
        init => field = AtLeastOne(value, nameof(Depths), depth => Guard.AtLeast(0, depth, nameof(Depths)));
    } = [1, 2, 3];

    /// <summary>Gets the widths of hidden layers; 16, 32, 64 and 128 by default.</summary>
    /// <exception cref="ArgumentException">There is none, or one is below 1.</exception>
    public IReadOnlyList<int> Widths
    {
        get;
        init => field = AtLeastOne(value, nameof(Widths), width => Guard.AtLeast(1, width, nameof(Widths)));
    } = [16, 32, 64, 128];

    /// <summary>Gets the activations; <see cref="Relu"/>, <see cref="Gelu"/> and <see cref="Layers.Tanh"/> by default.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public IReadOnlyList<Layer> Activations { get; init => field = AtLeastOne(value, nameof(Activations)); } =
        [new Relu(), new Gelu(), new Tanh()];

    /// <summary>Gets the normalizations, <see langword="null"/> for none; none, <see cref="BatchNorm"/> and <see cref="LayerNorm"/> by
    /// default.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public IReadOnlyList<Layer?> Normalizations { get; init => field = AtLeastOne(value, nameof(Normalizations)); } =
        [null, new BatchNorm(), new LayerNorm()];

    /// <summary>Gets the probabilities of dropout, from 0, for none, to below 1; 0, 0.1 and 0.3 by default.</summary>
    /// <exception cref="ArgumentException">There is none, or one is out of range.</exception>
    public IReadOnlyList<double> DropoutProbabilities
    {
        get;
        init => field = AtLeastOne(
            value, nameof(DropoutProbabilities), probability => _ = new Dropout(probability));
    } = [0, 0.1, 0.3];

    /// <summary>Gets whether hidden layers that have as many outputs as inputs are in a <see cref="Residual"/>; both by
    /// default.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public IReadOnlyList<bool> Residuals { get; init => field = AtLeastOne(value, nameof(Residuals)); } = [false, true];

    /// <summary>Creates the space to search.</summary>
    /// <param name="others">Dimensions to search together with the network, such as the learning rate.</param>
    /// <exception cref="ArgumentException">There is nothing to search, two choices are the same, or another dimension has one of the
    /// names of these.</exception>
    public SearchSpace CreateSpace(params IEnumerable<SearchDimension> others)
    {
        var dimensions = new List<SearchDimension>();
        Add("front", Fronts, front => front.Count == 0 ? "none" : string.Join(" → ", front.Select(layer => layer.Kind)));
        AddNumbers("depth", Depths.Select(depth => (double)depth));
        for (var layer = 1; layer <= Depths.Max(); layer++)
        {
            var deepEnough = Depths.Where(depth => depth >= layer).Select(depth => (double)depth);
            var widths = new ChoiceDimension(Invariant($"width{layer}"), Widths.Select(width => (double)width));
            if (Widths.Count > 1)
                dimensions.Add(Depths.Min() >= layer ? widths : widths.When("depth", deepEnough));
        }

        Add("activation", Activations, activation => activation.Kind);
        Add("normalization", Normalizations, normalization => normalization?.Kind ?? "none");
        AddNumbers("dropout", DropoutProbabilities);
        Add("residual", Residuals, residual => residual ? "yes" : "no");
        return new SearchSpace([.. dimensions, .. others]) { Origin = this };

        void Add<T>(string name, IReadOnlyList<T> choices, Func<T, string> describe)
        {
            if (choices.Count > 1)
                dimensions.Add(ChoiceDimension.OfLabels(name, choices.Select((choice, i) => Label(choices, i, describe))));
        }

        void AddNumbers(string name, IEnumerable<double> numbers)
        {
            if (numbers.Count() > 1)
                dimensions.Add(new ChoiceDimension(name, numbers));
        }
    }

    /// <summary>Creates the network of a point.</summary>
    /// <param name="point">A point of the space that <see cref="CreateSpace"/> creates.</param>
    /// <exception cref="KeyNotFoundException">The point is not of this space.</exception>
    /// <exception cref="ArgumentException">A front does not take the shape of examples.</exception>
    public Sequential CreateModel(SearchPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        var layers = new List<Layer> { new Input(Input.Height, Input.Width, Input.Features) };
        layers.AddRange(Choose("front", Fronts));
        var shape = new Sequential([.. layers]).GetOutputShape(Input);
        if (shape.Positions > 1)
            layers.Add(new Flatten());
        var size = shape.Size;
        var depth = ChooseNumber("depth", Depths);
        for (var layer = 1; layer <= depth; layer++)
        {
            var width = ChooseNumber(Invariant($"width{layer}"), Widths);
            Layer[] hidden = [.. CreateHidden(size, width)];
            if (width == size && Choose("residual", Residuals))
                layers.Add(new Residual(hidden));
            else
                layers.AddRange(hidden);
            size = width;
        }

        layers.Add(new Dense(size, Outputs));
        return new Sequential([.. layers]);

        IEnumerable<Layer> CreateHidden(int inputs, int outputs)
        {
            yield return new Dense(inputs, outputs);
            if (Choose("normalization", Normalizations) is { } normalization)
                yield return normalization with { Name = null };
            yield return Choose("activation", Activations) with { Name = null };
            if (ChooseNumber("dropout", DropoutProbabilities) is > 0 and var probability)
                yield return new Dropout(probability);
        }

        T Choose<T>(string name, IReadOnlyList<T> choices) => choices.Count == 1 ? choices[0] : choices[(int)point[name]];

        T ChooseNumber<T>(string name, IReadOnlyList<T> choices)
            where T : System.Numerics.INumber<T> => choices.Count == 1 ? choices[0] : T.CreateChecked(point[name]);
    }

    /// <summary>All choices, one after the other.</summary>
    public override string ToString() => Invariant($"Networks of {Input} inputs and {Outputs} outputs") +
        List("fronts", Fronts.Select(front => $"[{string.Join(", ", front)}]")) + List("depths", Depths) + List("widths", Widths) +
        List("activations", Activations) + List("normalizations", Normalizations.Select(layer => (object?)layer ?? "none")) +
        List("dropout", DropoutProbabilities) + List("residuals", Residuals);

    private static string List<T>(string name, IEnumerable<T> choices) =>
        $"; {name} {string.Join(" or ", choices.Select(choice => Invariant($"{choice}")))}";

    // Kinds, numbered where one occurs several times, such as a function with two slopes.
    private static string Label<T>(IReadOnlyList<T> choices, int index, Func<T, string> describe)
    {
        string[] labels = [.. choices.Select(describe)];
        return labels.Count(label => label == labels[index]) == 1
            ? labels[index]
            : Invariant($"{labels[index]} {labels.Take(index + 1).Count(label => label == labels[index])}");
    }

    private static ValueList<T> AtLeastOne<T>(IReadOnlyList<T> values, string name, Action<T>? check = null)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (values.Count == 0)
            throw new ArgumentException($"{name} is empty; there must be at least one choice.", name);
        foreach (var value in values)
            check?.Invoke(value);
        return ValueList<T>.Of(values);
    }
}
