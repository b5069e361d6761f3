namespace FusedOptim;

/// <summary>A named tensor of a <see cref="ParameterSet{T}"/>: values, and gradients of the same shape.</summary>
/// <typeparam name="T">The type of its elements, as of its set.</typeparam>
public sealed unsafe class Parameter<T> : Parameter
    where T : unmanaged
{
    internal Parameter(ParameterStorage storage, string name, ParameterKind kind, TensorShape shape, bool isBuffer)
        : base(storage, name, kind, shape, isBuffer)
    {
    }

    /// <summary>
    /// The values, row by row, in memory of the set: writing changes the parameter. Once the set is disposed, a span of
    /// before is memory of nobody: safe to touch, and without meaning. The first access to any parameter lays the set out.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public Span<T> Values
    {
        get
        {
            var slab = Storage.ValueSlab;
            return External is null ? slab.Span<T>(SlabOffset * sizeof(T), (int)Count) : Span(External.GetValues(), "values");
        }
    }

    /// <summary>
    /// The gradients, row by row, zero until something is written; in memory of the set, which is committed page by page as it
    /// is written. Optimizers have no part in the gradients of a frozen parameter (<see cref="Parameter.IsFrozen"/>).
    /// </summary>
    /// <exception cref="InvalidOperationException">It is a buffer, which has no gradients; or its memory is the caller's, and has
    /// none at present; or some rows alone have a gradient (<see cref="RowGradient"/>).</exception>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public Span<T> Gradients
    {
        get
        {
            if (IsBuffer)
                throw new InvalidOperationException($"'{Name}' is a buffer; buffers have no gradients.");
            if (Rows is not null)
            {
                throw new InvalidOperationException(
                    $"'{Name}' {Shape} has gradients of some rows alone, and no memory for those of all. Use " +
                    $"{(RowGradient is null ? "the caller's compact gradients" : nameof(RowGradient))}.");
            }

            var slab = Storage.GradientSlab;
            return External is null ? slab.Span<T>(SlabOffset * sizeof(T), (int)Count) : Span(External.GetGradients(), "gradients");
        }
    }

    /// <summary>The compact gradient of a parameter that was added with one
    /// (<see cref="ParameterSet{T}.AddWithRowGradient"/>); <see langword="null"/> for others.</summary>
    public RowGradient<T>? RowGradient { get; internal set; }

    /// <summary>Sets all values.</summary>
    /// <param name="source">As many values as the parameter has, row by row.</param>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public void CopyFrom(ReadOnlySpan<T> source)
    {
        CheckLength(source.Length, nameof(source));
        source.CopyTo(Values);
    }

    /// <summary>Copies all values.</summary>
    /// <param name="destination">Receives as many values as the parameter has, row by row.</param>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public void CopyTo(Span<T> destination)
    {
        CheckLength(destination.Length, nameof(destination));
        Values.CopyTo(destination);
    }

    private Span<T> Span(nint address, string what) => address != 0
        ? new Span<T>((void*)address, (int)Count)
        : throw new InvalidOperationException($"The memory of '{Name}', which belongs to the caller, has no {what} at present.");

    private void CheckLength(int length, string argument)
    {
        if (length != Count)
        {
            throw new ArgumentException(
                Invariant($"{argument} has {length} elements; it must have {Count}, as '{Name}' {Shape} has."), argument);
        }
    }
}
