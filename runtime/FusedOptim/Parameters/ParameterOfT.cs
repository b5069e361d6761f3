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
    public Span<T> Values => Elements(Storage.ValueSlab);

    /// <summary>
    /// The gradients, row by row, zero until something is written; in memory of the set, which is committed page by page as it
    /// is written. Optimizers have no part in the gradients of a frozen parameter (<see cref="Parameter.IsFrozen"/>).
    /// </summary>
    /// <exception cref="InvalidOperationException">It is a buffer, which has no gradients.</exception>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public Span<T> Gradients
    {
        get
        {
            if (IsBuffer)
                throw new InvalidOperationException($"'{Name}' is a buffer; buffers have no gradients.");
            return Elements(Storage.GradientSlab);
        }
    }

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

    /// <summary>The parameter's elements of a slab of the set.</summary>
    internal Span<T> Elements(Slab slab) => slab.Span<T>(Offset * sizeof(T), (int)Count);

    private void CheckLength(int length, string argument)
    {
        if (length != Count)
        {
            throw new ArgumentException(
                Invariant($"{argument} has {length} elements; it must have {Count}, as '{Name}' {Shape} has."), argument);
        }
    }
}
