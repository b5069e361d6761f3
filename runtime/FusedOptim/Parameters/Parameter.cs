using FusedOptim.Formats;

namespace FusedOptim;

/// <summary>A named tensor of a <see cref="ParameterSet{T}"/>, whatever the type of its elements.</summary>
public abstract class Parameter
{
    private MatrixView _view;

    private protected Parameter(ParameterStorage storage, string name, ParameterKind kind, TensorShape shape, bool isBuffer)
    {
        Storage = storage;
        Name = name;
        Kind = kind;
        Shape = shape;
        IsBuffer = isBuffer;
        _view = MatrixView.Of(shape);
    }

    /// <summary>Its name, unique in its set, such as "dense1.weight". The key in checkpoints.</summary>
    public string Name { get; }

    /// <summary>Its kind.</summary>
    public ParameterKind Kind { get; }

    /// <summary>Its dimensions, outermost first.</summary>
    public TensorShape Shape { get; }

    /// <summary>
    /// The matrices that rules with rows or columns see in the parameter; <see cref="MatrixView.Of"/> its shape by default. It can be
    /// set until an optimizer has states of the parameter whose rule sees rows or columns.
    /// </summary>
    /// <exception cref="ArgumentException">The view has another number of elements.</exception>
    /// <exception cref="InvalidOperationException">The rule of an optimizer sees rows or columns of the parameter, or it has a row
    /// gradient.</exception>
    public MatrixView View
    {
        get => _view;
        set
        {
            if (value == _view)
                return;
            if (Rows is not null)
            {
                throw new InvalidOperationException(
                    $"The view of '{Name}' {Shape} cannot be set to {value}: the parameter has a gradient for some rows alone, and its rows are " +
                    "those of its outermost dimension.");
            }

            if (value.Count != Count)
            {
                throw new ArgumentException(
                    $"The view {value} of '{Name}' {Shape} has {value.Count} elements; it must have {Count}, as {MatrixView.Of(Shape)} has.",
                    nameof(value));
            }

            if (Owner?.RuleWithView is { } rule)
            {
                throw new InvalidOperationException(
                    $"The view of '{Name}' {Shape} cannot be set to {value}: {rule}, which steps it, keeps rows or columns of " +
                    $"{_view}. Set it before the optimizer is made.");
            }

            _view = value;
        }
    }

    /// <summary>Whether it is saved but never stepped, and has no gradients.</summary>
    public bool IsBuffer { get; }

    /// <summary>The number of elements.</summary>
    public long Count => Shape.Count;

    /// <summary>
    /// Whether the parameter has a gradient for the next step; true until it is set to false. Without one, steps leave the
    /// parameter as it is: values, states and number of steps. What concerns all gradients of a set (norms, clipping, zeroing) passes it
    /// over. Where the memory is the caller's, <see cref="IExternalMemory.GetGradients"/> can say so too.
    /// </summary>
    public bool HasGradient
    {
        get;
        set
        {
            if (field == value)
                return;
            field = value;
            Storage.ForgetSegments();
        }
    } = true;

    /// <summary>
    /// Whether the parameter is frozen: its set has optimizers, and none of them steps it. Layers compute no gradient of a
    /// frozen parameter. What is written to its gradients is never read, counted in a norm, checked or zeroed; adding the
    /// parameter to a group sets its gradients to zero. Never true for buffers.
    /// </summary>
    public bool IsFrozen => Owner is not { IsStepped: true } && !IsBuffer && Storage.OptimizerCount > 0;

    internal ParameterStorage Storage { get; }

    /// <summary>Its place in the order in which the set's parameters (or buffers) were added.</summary>
    internal int Index { get; init; }

    /// <summary>The memory that belongs to the caller; <see langword="null"/> where it is the set's.</summary>
    internal IExternalMemory? External { get; init; }

    /// <summary>The index of its first element in the order of the set, kind by kind; a multiple of a block. Known once the set is laid
    /// out, and the same whoever owns the memory.</summary>
    internal nint Offset { get; set; }

    /// <summary>The index of its first element in the slabs of its set, where the memory is the set's.</summary>
    internal nint SlabOffset { get; set; }

    /// <summary>The address of its first value: known once the set is laid out; for memory of the caller during an operation
    /// (<see cref="ParameterStorage.Resolve(IReadOnlyList{Parameter})"/>).</summary>
    internal nint ValueAddress { get; set; }

    /// <summary>The address of its first gradient, likewise; 0 where it has none.</summary>
    internal nint GradientAddress { get; set; }

    /// <summary>Its values, during an operation.</summary>
    internal TensorMemory ValueMemory => new(ValueAddress, WritableCount, Storage.Format);

    /// <summary>Its gradients, during an operation; compact where those of some rows are.</summary>
    internal TensorMemory GradientMemory => new(GradientAddress, GradientCount, Storage.Format);

    /// <summary>The number of elements that kernels may write: padding is the set's own.</summary>
    internal nint WritableCount => External is null ? PaddedCount : (nint)Count;

    /// <summary>The rows that have a gradient, where the gradient is compact.</summary>
    internal GradientRows? Rows { get; set; }

    /// <summary>The number of elements of the gradient's memory that kernels may write, during an operation.</summary>
    internal nint GradientCount => Rows?.ElementCount ?? WritableCount;

    /// <summary>The number of elements up to the next parameter's first: a whole number of blocks (<see cref="StorageFormat.BlockLength"/>).</summary>
    internal nint PaddedCount { get; set; }

    /// <summary>The optimizer's part of it, if an optimizer has it.</summary>
    internal ParameterOwner? Owner { get; set; }

    /// <summary>The name, the shape, the view where it is not the default, and the kind.</summary>
    public override string ToString()
    {
        var view = _view == MatrixView.Of(Shape) ? "" : $" as {_view}";
        return Invariant($"{Name} {Shape}{view} {(IsBuffer ? "buffer" : Kind)}");
    }
}
