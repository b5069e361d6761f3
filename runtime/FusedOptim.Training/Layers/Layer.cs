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

    /// <summary>
    /// Its name in the model, such as "head" for parameters "head.weight" and "head.bias". <see langword="null"/> by default: the kind and
    /// a number, such as "dense2". It is part of what makes two layers equal, and does not change the names of other layers.
    /// </summary>
    /// <remarks>Names are what <c>Checkpoint.LoadMatching</c> compares, and what rules are selected by: a name that says what
    /// a layer is for stays when layers are added before it. A model refuses two layers of one name.</remarks>
    /// <exception cref="ArgumentException">It is empty, or has other characters than letters from A to Z, digits, '_' and
    /// '-'.</exception>
    public string? Name
    {
        get;
        init
        {
            if (value is not null && (value.Length == 0 || value.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))))
            {
                throw new ArgumentException(
                    $"The name of a layer is '{value}'; it must consist of letters from A to Z, digits, '_' and '-', at least one. A point " +
                    "separates the names of layers within layers.", nameof(Name));
            }

            field = value;
        }
    }

    /// <summary>The number of features that it takes for each position; null if it takes any.</summary>
    public virtual int? InputFeatures => null;

    /// <summary>Whether it makes one position of all before anything else. <see cref="InputFeatures"/> then says nothing of
    /// the features of a position.</summary>
    internal virtual bool FlattensFirst => false;

    /// <summary>Whether it computes each position alike, so that what it takes and gives does not depend on how many there are.</summary>
    internal virtual bool TreatsPositionsAlike => false;

    /// <summary>Whether what it takes are indices, by which there are no derivatives.</summary>
    internal virtual bool TakesIndices => false;

    /// <summary>Says what to do about features of another number than <see cref="InputFeatures"/>: the end of a sentence, or nothing.</summary>
    internal virtual string AdviseOn(ExampleShape given) => InputFeatures == given.Size ? "; put a Flatten between them" : "";

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
