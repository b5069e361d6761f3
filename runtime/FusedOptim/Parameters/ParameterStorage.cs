namespace FusedOptim;

/// <summary>
/// The memory of a set, whatever the type of its elements: one slab for values, one for gradients. Parameters lie kind by
/// kind, in the order in which they were added; buffers lie behind them, in the slab of values alone.
/// </summary>
internal sealed class ParameterStorage(
    int elementSize, IReadOnlyList<Parameter> parameters, IReadOnlyList<Parameter> buffers) : IDisposable
{
    private readonly Lock _lock = new();
    private nint _values;
    private nint _gradients;
    private Slab? _valueSlab;
    private Slab? _gradientSlab;

    /// <summary>Whether the memory is released.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>The size of an element in bytes.</summary>
    public int ElementSize { get; } = elementSize;

    /// <summary>The number of elements in a cache line.</summary>
    public int LineLength { get; } = Slab.Alignment / elementSize;

    /// <summary>All parameters but the buffers, in the order in which they were added.</summary>
    public IReadOnlyList<Parameter> Parameters { get; } = parameters;

    /// <summary>The number of elements of the gradient slab and of the slab of a state, padding included.</summary>
    public nint SteppedCount { get; private set; }

    /// <summary>The address of the slab of values. The first access lays the set out.</summary>
    public nint Values
    {
        get
        {
            var address = Volatile.Read(ref _values);
            return address != 0 ? address : LayOut();
        }
    }

    /// <summary>The address of the slab of gradients. The first access lays the set out and commits the slab.</summary>
    public nint Gradients
    {
        get
        {
            var address = Volatile.Read(ref _gradients);
            return address != 0 ? address : CommitGradients();
        }
    }

    /// <summary>Whether gradients have been used; all are zero until then.</summary>
    public bool HasGradients => Volatile.Read(ref _gradients) != 0;

    /// <summary>Throws unless a parameter can still be added.</summary>
    /// <param name="name">The name of that parameter.</param>
    public void ThrowIfLaidOut(string name)
    {
        ThrowIfDisposed();
        if (Volatile.Read(ref _values) != 0)
        {
            throw new InvalidOperationException(
                $"'{name}' cannot be added: the set is laid out, which the first use of values or gradients or of an " +
                "optimizer does. Add all parameters before.");
        }
    }

    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(IsDisposed, typeof(ParameterSet));

    public void Dispose()
    {
        lock (_lock)
        {
            IsDisposed = true;
            _values = _gradients = 0;
            _valueSlab?.Dispose();
            _gradientSlab?.Dispose();
        }
    }

    private nint LayOut()
    {
        // Kernels and layers may ask from several threads at once.
        lock (_lock)
        {
            ThrowIfDisposed();
            if (_values == 0)
            {
                SteppedCount = Place(Parameters.OrderBy(parameter => parameter.Kind), start: 0);
                var count = Place(buffers, SteppedCount);
                _valueSlab = new Slab(checked(count * ElementSize), stream: 0);
                Volatile.Write(ref _values, _valueSlab.Address);
            }

            return _values;
        }
    }

    private nint CommitGradients()
    {
        _ = Values;
        lock (_lock)
        {
            ThrowIfDisposed();
            if (_gradients == 0)
            {
                _gradientSlab = new Slab(checked(SteppedCount * ElementSize), stream: 1);
                Volatile.Write(ref _gradients, _gradientSlab.Address);
            }

            return _gradients;
        }
    }

    private nint Place(IEnumerable<Parameter> parameters, nint start)
    {
        foreach (var parameter in parameters)
        {
            parameter.Offset = start;
            parameter.PaddedCount = checked((nint)parameter.Count + LineLength - 1) / LineLength * LineLength;
            start = checked(start + parameter.PaddedCount);
        }

        return start;
    }
}
