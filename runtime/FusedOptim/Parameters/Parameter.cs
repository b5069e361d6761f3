namespace FusedOptim;

/// <summary>A named tensor of a <see cref="ParameterSet{T}"/>, whatever the type of its elements.</summary>
public abstract class Parameter
{
    private protected Parameter(ParameterStorage storage, string name, ParameterKind kind, TensorShape shape, bool isBuffer)
    {
        Storage = storage;
        Name = name;
        Kind = kind;
        Shape = shape;
        IsBuffer = isBuffer;
    }

    /// <summary>Its name, unique in its set, such as "dense1.weight". The key in checkpoints.</summary>
    public string Name { get; }

    /// <summary>What it is for.</summary>
    public ParameterKind Kind { get; }

    /// <summary>Its dimensions, outermost first.</summary>
    public TensorShape Shape { get; }

    /// <summary>Whether it is saved but never stepped, and has no gradients.</summary>
    public bool IsBuffer { get; }

    /// <summary>The number of elements.</summary>
    public long Count => Shape.Count;

    /// <summary>
    /// Whether the parameter is frozen: its set has optimizers, and none of them steps it. Layers compute no gradient of a
    /// frozen parameter. What is written to its gradients is never read, counted in a norm, checked or zeroed; adding the
    /// parameter to a group sets its gradients to zero. Never true for buffers.
    /// </summary>
    public bool IsFrozen => Group is null && !IsBuffer && Storage.OptimizerCount > 0;

    internal ParameterStorage Storage { get; }

    /// <summary>Its place in the order in which the set's parameters (or buffers) were added.</summary>
    internal int Index { get; init; }

    /// <summary>The index of its first element in the slabs of its set; known once the set is laid out.</summary>
    internal nint Offset { get; set; }

    /// <summary>The number of elements up to the next parameter's first: a whole number of blocks (<see cref="StorageFormat.BlockLength"/>).</summary>
    internal nint PaddedCount { get; set; }

    /// <summary>The group that it is stepped in, if any.</summary>
    internal ParameterGroup? Group { get; set; }

    /// <summary>The index of its cohort in the group.</summary>
    internal int Cohort { get; set; }

    /// <summary>The name, the shape and what it is.</summary>
    public override string ToString() => Invariant($"{Name} {Shape} {(IsBuffer ? "buffer" : Kind)}");
}
