namespace FusedOptim;

/// <summary>
/// Elements that lie side by side, of one tensor or of adjacent ones that are stepped alike: where their values and gradients
/// are, and where their states.
/// </summary>
internal struct Segment
{
    /// <summary>The elements of a tensor.</summary>
    /// <param name="tensor">The tensor, of a set that is resolved (<see cref="ParameterStorage.Resolve(IReadOnlyList{Parameter})"/>).</param>
    /// <param name="count">The number of elements: those of the tensor, or with its padding.</param>
    public Segment(Parameter tensor, nint count)
    {
        Tensor = tensor;
        (Values, Gradients) = (tensor.ValueAddress, tensor.GradientAddress);
        (First, Count) = (tensor.Offset, count);
        Owner = tensor.Owner;
    }

    /// <summary>The tensor, the first one where there are several.</summary>
    public readonly Parameter Tensor;

    /// <summary>The address of the first value.</summary>
    public readonly nint Values;

    /// <summary>The address of the first gradient.</summary>
    public nint Gradients;

    /// <summary>The index of the first element in the order of the set, which noise depends on.</summary>
    public readonly nint First;

    /// <summary>The owner of the tensor, of the first one where there are several.</summary>
    public readonly ParameterOwner? Owner;

    /// <summary>The number of elements.</summary>
    public nint Count;

    private Segment(in Segment whole, nint first, nint count, nint place, int elementSize)
    {
        (Tensor, Owner) = (whole.Tensor, whole.Owner);
        (Values, Gradients) = (whole.Values + first * elementSize, whole.Gradients + first * elementSize);
        (First, Count) = (whole.First + place, count);
    }

    /// <summary>Some of the elements.</summary>
    /// <param name="first">The index of the first one.</param>
    /// <param name="count">Their number.</param>
    /// <param name="place">Its distance from the first element in the order of the set.</param>
    /// <param name="elementSize">The size of a value and a gradient in bytes.</param>
    public readonly Segment Part(nint first, nint count, nint place, int elementSize) => new(this, first, count, place, elementSize);

    /// <summary>Whether another segment goes on where this one ends, in all memory, and is stepped alike.</summary>
    /// <param name="next">The other segment.</param>
    /// <param name="elementSize">The size of a value and a gradient in bytes.</param>
    public readonly bool IsContinuedBy(in Segment next, int elementSize) =>
        First + Count == next.First &&
        Values + Count * elementSize == next.Values && Gradients + Count * elementSize == next.Gradients &&
        (Owner is null ? next.Owner is null : next.Owner is not null && Owner.IsContinuedBy(next.Owner, Count));
}
