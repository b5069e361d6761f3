using System.Numerics;

namespace FusedOptim.Training;

/// <summary>
/// What a layer is built with: its place in the network, the network's parameters and its matrix product.
/// </summary>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
public sealed class LayerBuilder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ParameterSet<T> _parameters;
    private readonly List<Action<RandomStream>> _initializations;

    internal LayerBuilder(
        ParameterSet<T> parameters, List<Action<RandomStream>> initializations, MatrixProduct<T> product, string name)
    {
        _parameters = parameters;
        _initializations = initializations;
        Product = product;
        Name = name;
    }

    /// <summary>The name of the layer, such as "dense1": unique in the network.</summary>
    public string Name { get; }

    /// <summary>The matrix product that the layers of the network share.</summary>
    public MatrixProduct<T> Product { get; }

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
        var parameter = _parameters.Add($"{Name}.{name}", kind, shape);
        _initializations.Add(random => initializer.Fill(parameter.Values, fanIn, fanOut, random));
        return parameter;
    }
}
