using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.Guards;
using FusedOptim.LinearAlgebra;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Layers;

/// <summary>
/// What a layer is built with: its place in the network, the shape that it takes, the network's parameters, its matrix
/// product and its threads.
/// </summary>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
public sealed class LayerBuilder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NetworkConstruction<T> _network;

    internal LayerBuilder(NetworkConstruction<T> network, string name, ExampleShape inputShape)
    {
        _network = network;
        Name = name;
        InputShape = inputShape;
    }

    /// <summary>The name of the layer, such as "dense1" or "residual2.dense1": unique in the network, but empty for the
    /// whole network.</summary>
    public string Name { get; }

    /// <summary>The shape of what it takes for each example.</summary>
    public ExampleShape InputShape { get; }

    /// <summary>The matrix product that the layers of the network share.</summary>
    public MatrixProduct<T> Product => _network.Product;

    /// <summary>The threads that the network computes on.</summary>
    public WorkerTeam Team => _network.Team;

    /// <summary>The parameters of the network so far.</summary>
    internal IReadOnlyList<Parameter<T>> Parameters => _network.Parameters;

    /// <summary>Adds a parameter, which is filled when all layers are built.</summary>
    /// <param name="name">Its name within the layer, such as "weight".</param>
    /// <param name="kind">What it is for.</param>
    /// <param name="initializer">How it starts.</param>
    /// <param name="fanIn">The number of inputs that an output of the layer sums over.</param>
    /// <param name="fanOut">The number of outputs that an input goes to.</param>
    /// <param name="shape">Its dimensions, outermost first.</param>
    public Parameter<T> Add(
        string name, ParameterKind kind, Initializer initializer, int fanIn, int fanOut, params ReadOnlySpan<int> shape)
    {
        var parameter = _network.Parameters.Add(NameOf(name), kind, shape);
        _network.Initialize(random => initializer.Fill(parameter.Values, fanIn, fanOut, random));
        return parameter;
    }

    /// <summary>Adds a parameter with gradients of some rows alone, such as a table (<see cref="Parameter{T}.RowGradient"/>). Any
    /// number of its rows can have one. It is filled when all layers are built.</summary>
    /// <param name="name">Its name within the layer, such as "weight".</param>
    /// <param name="kind">What it is for.</param>
    /// <param name="initializer">How it starts.</param>
    /// <param name="fanIn">The number of inputs that an output of the layer sums over.</param>
    /// <param name="fanOut">The number of outputs that an input goes to.</param>
    /// <param name="shape">Its dimensions, outermost first; the first one is the number of rows.</param>
    public Parameter<T> AddWithRowGradient(
        string name, ParameterKind kind, Initializer initializer, int fanIn, int fanOut, params ReadOnlySpan<int> shape)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        var parameter = _network.Parameters.AddWithRowGradient(NameOf(name), kind, shape.IsEmpty ? 1 : shape[0], shape);
        _network.Initialize(random => initializer.Fill(parameter.Values, fanIn, fanOut, random));
        return parameter;
    }

    /// <summary>Adds values that are saved with the network but not trained, such as running statistics.</summary>
    /// <param name="name">Their name within the layer, such as "running_mean".</param>
    /// <param name="value">What they start with.</param>
    /// <param name="shape">Their dimensions, outermost first.</param>
    public Parameter<T> AddBuffer(string name, T value, params ReadOnlySpan<int> shape)
    {
        var buffer = _network.Parameters.AddBuffer(NameOf(name), shape);
        _network.Fill(() => buffer.Values.Fill(value));
        return buffer;
    }

    /// <summary>Declares the fewest examples that a batch must have for this layer to learn from it, where that is more than
    /// one. <see cref="Network{T}.Forward"/> refuses smaller batches before any layer computes, and
    /// <see cref="Trainer.Fit"/> before it begins.</summary>
    /// <param name="size">The number of examples; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public void RequireBatch(int size)
    {
        Guard.AtLeast(1, size);
        _network.RequireBatch(size, Name);
    }

    /// <summary>Random numbers for this layer alone, the same for the same seed.</summary>
    public RandomStream TakeRandomStream() => _network.TakeLayerStream();

    /// <summary>What a layer within this one is built with.</summary>
    /// <param name="name">Its name within this one.</param>
    /// <param name="inputShape">The shape of what it takes.</param>
    public LayerBuilder<T> Within(string name, ExampleShape inputShape) => new(_network, NameOf(name), inputShape);

    private string NameOf(string name) => Name.Length == 0 ? name : $"{Name}.{name}";
}
