using System.Numerics;

namespace FusedOptim.Training;

/// <summary>
/// The description of a layer: immutable, of no precision, without weights. <see cref="Sequential.Build{T}"/> makes a
/// <see cref="NetworkLayer{T}"/> of it, so that one model can be trained in single and checked in double precision.
/// </summary>
public abstract record Layer
{
    /// <summary>
    /// What its kind is called in the names of layers and parameters, such as "dense" in "dense1.weight".
    /// </summary>
    public abstract string Kind { get; }

    /// <summary>The number of values that it takes for each example; null if it takes any.</summary>
    public virtual int? InputSize => null;

    /// <summary>The number of values that it gives for each example.</summary>
    /// <param name="inputSize">The number of values that it takes.</param>
    public virtual int OutputSize(int inputSize) => inputSize;

    /// <summary>Makes the layer that computes.</summary>
    /// <param name="builder">Adds its parameters and knows its place in the network.</param>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    public abstract NetworkLayer<T> Build<T>(LayerBuilder<T> builder)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
