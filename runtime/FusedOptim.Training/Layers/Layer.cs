using System.Numerics;
using FusedOptim.Execution;

namespace FusedOptim.Training.Layers;

/// <summary>
/// The description of a layer: immutable, of no precision, without weights. <see cref="Sequential.Build{T}(long, WorkerTeam?)"/>
/// makes a <see cref="NetworkLayer{T}"/> of it, so that one model can be trained in single and checked in double precision.
/// </summary>
public abstract record Layer
{
    /// <summary>
    /// What its kind is called in the names of layers and parameters, such as "dense" in "dense1.weight".
    /// </summary>
    public abstract string Kind { get; }

    /// <summary>The number of features that it takes for each position; null if it takes any.</summary>
    public virtual int? InputFeatures => null;

    /// <summary>Whether it makes one position of all before anything else. <see cref="InputFeatures"/> then says nothing of
    /// the features of a position.</summary>
    internal virtual bool FlattensFirst => false;

    /// <summary>The shape of what it gives for each example.</summary>
    /// <param name="input">The shape of what it takes.</param>
    /// <exception cref="ArgumentException">It takes no such shape, for a reason beyond
    /// <see cref="InputFeatures"/>.</exception>
    public virtual ExampleShape GetOutputShape(ExampleShape input) => input;

    /// <summary>Makes the layer that computes.</summary>
    /// <param name="builder">Adds its parameters and knows its place in the network.</param>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    public abstract NetworkLayer<T> Build<T>(LayerBuilder<T> builder)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
