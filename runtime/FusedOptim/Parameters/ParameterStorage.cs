using FusedOptim.Formats;
using FusedOptim.Memory;

namespace FusedOptim;

/// <summary>
/// The memory of a set, whatever the type of its elements: one slab for values, one for gradients. Parameters lie kind by
/// kind, in the order in which they were added; those with compact gradients, and then buffers, lie behind them, in the slab of values alone.
/// </summary>
/// <param name="elementSize">The size of an element in bytes.</param>
/// <param name="makeFormat">Gives the format of elements with a rounding, where kernels do not compute in their type.</param>
/// <param name="parameters">The parameters but the buffers.</param>
/// <param name="buffers">The buffers.</param>
internal sealed class ParameterStorage(
    int elementSize, Func<StorageRounding, StorageFormat>? makeFormat, IReadOnlyList<Parameter> parameters,
    IReadOnlyList<Parameter> buffers) : IDisposable
{
    private readonly Lock _lock = new();
    private nint _values;
    private nint _gradients;
    private nint _valueCount;
    private nint _gradientCount;
    private Slab? _valueSlab;
    private Slab? _gradientSlab;
    private readonly List<IDisposable> _owned = [];
    // What keeps compact gradients.
    private object?[]? _compact;

    /// <summary>Admits one operation at a time to the memory.</summary>
    public ExclusiveAccess Access { get; } = new();

    /// <summary>Whether the set is disposed: its memory is released, or will be when the operation that uses it has ended.
    /// </summary>
    public bool IsDisposed { get; private set; }

    /// <summary>The size of an element in bytes.</summary>
    public int ElementSize { get; } = elementSize;

    /// <summary>The storage format of values and gradients; <see langword="null"/> where kernels take them as they are.</summary>
    public StorageFormat? Format { get; } = makeFormat?.Invoke(StorageRounding.NearestEven);

    /// <summary>The size in bytes of an element that kernels compute with: of a float or a double.</summary>
    public int ComputeSize { get; } = makeFormat is null ? elementSize : sizeof(float);

    /// <summary>All parameters but the buffers, in the order in which they were added.</summary>
    public IReadOnlyList<Parameter> Parameters { get; } = parameters;

    /// <summary>Whether memory of parameters belongs to the caller.</summary>
    public bool HasExternal { get; set; }

    /// <summary>Whether parameters have compact gradients.</summary>
    public bool HasRows { get; set; }

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

    /// <summary>The size of the slab of values in bytes.</summary>
    public nint ValueByteCount => _valueCount * ElementSize;

    /// <summary>The size of the slab of gradients in bytes.</summary>
    public nint GradientByteCount => _gradientCount * ElementSize;

    /// <summary>Whether gradients have been used; all are zero until then.</summary>
    public bool HasGradients => Volatile.Read(ref _gradients) != 0 || HasExternal;

    /// <summary>The slab of values, for callers: not once the set is disposed. The first access lays the set out.</summary>
    public Slab ValueSlab
    {
        get
        {
            ThrowIfDisposed();
            _ = Values;
            return _valueSlab!;
        }
    }

    /// <summary>The slab of gradients, likewise. The first access commits it.</summary>
    public Slab GradientSlab
    {
        get
        {
            ThrowIfDisposed();
            _ = Gradients;
            return _gradientSlab!;
        }
    }

    /// <summary>Keeps the memory until the result is disposed.</summary>
    public HeldMemory Hold() => new(_valueSlab?.Memory, _gradientSlab?.Memory, _compact);

    /// <summary>The number of optimizers that the set has.</summary>
    public int OptimizerCount { get; private set; }

    /// <summary>The parameters whose gradients count.</summary>
    public TrainableParameters Trainable => field ??= new TrainableParameters(this);

    /// <summary>The format of values, with a rounding; there must be one.</summary>
    public StorageFormat FormatWith(StorageRounding rounding) => makeFormat!(rounding);

    /// <summary>Counts an optimizer that was made or disposed.</summary>
    /// <param name="change">1 or -1.</param>
    public void CountOptimizer(int change)
    {
        OptimizerCount += change;
        ForgetSegments();
    }

    /// <summary>Disposes memory together with the set.</summary>
    public void Own(IDisposable memory) => _owned.Add(memory);

    /// <summary>Counts the changes after which segments are others: of what is stepped or frozen, and of which gradients there are.
    /// </summary>
    public int SegmentVersion { get; private set; }

    /// <summary>Forgets which segments there are.</summary>
    public void ForgetSegments()
    {
        SegmentVersion++;
    }

    /// <summary>Begins an operation that uses values and gradients: commits the set's own memory, and requests the addresses of the
    /// caller's.</summary>
    /// <param name="parameters">The parameters that the operation uses.</param>
    /// <exception cref="InvalidOperationException">The caller's memory has no values.</exception>
    public void Resolve(IReadOnlyList<Parameter> parameters)
    {
        _ = Gradients;
        if (!HasExternal)
            return;
        for (var i = 0; i < parameters.Count; i++)
            ResolveExternal(parameters[i]);
    }

    /// <inheritdoc cref="Resolve(IReadOnlyList{Parameter})"/>
    /// <param name="parameter">The parameter that the operation uses.</param>
    public void Resolve(Parameter parameter)
    {
        _ = Gradients;
        ResolveExternal(parameter);
    }

    /// <summary>Puts the rows that have a gradient in order, once the parameters are resolved.</summary>
    /// <param name="parameters">The parameters whose gradients the operation reads.</param>
    /// <exception cref="InvalidOperationException">The caller's rows are not valid.</exception>
    public void OrderRows(IReadOnlyList<Parameter> parameters)
    {
        if (!HasRows)
            return;
        for (var i = 0; i < parameters.Count; i++)
            parameters[i].Rows?.Begin();
    }

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

    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(IsDisposed, typeof(ParameterSet<>));

    public void Dispose()
    {
        if (IsDisposed)
            return;
        IsDisposed = true;
        Access.WhenFree(Release);
    }

    private void Release()
    {
        lock (_lock)
        {
            _values = _gradients = 0;
            _valueSlab?.Dispose();
            _gradientSlab?.Dispose();
            foreach (var parameter in Parameters)
                parameter.Rows?.Dispose();
            _compact = null;
            _owned.ForEach(memory => memory.Dispose());
            _owned.Clear();
        }
    }

    private static void ResolveExternal(Parameter parameter)
    {
        if (parameter.External is not { } memory)
            return;
        parameter.ValueAddress = memory.GetValues();
        parameter.GradientAddress = memory.GetGradients();
        if (parameter.ValueAddress == 0)
        {
            throw new InvalidOperationException(
                $"The memory of '{parameter.Name}', which belongs to the caller, has no values at present.");
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
                var kindByKind = Parameters.OrderBy(parameter => (int)parameter.Kind).ToList();
                Number(kindByKind, start: 0);
                _gradientCount = Place(kindByKind.Where(parameter => parameter.Rows is null), start: 0);
                Number(buffers, start: 0);
                _valueCount = Place([.. kindByKind.Where(parameter => parameter.Rows is not null), .. buffers], _gradientCount);
                _valueSlab = new Slab(checked(_valueCount * ElementSize), stream: 0);
                SetAddresses(Parameters, _valueSlab.Address);
                SetAddresses(buffers, _valueSlab.Address);
                Volatile.Write(ref _values, _valueSlab.Address);
            }

            return _values;
        }
    }

    private void SetAddresses(IReadOnlyList<Parameter> parameters, nint slab)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.External is null)
                parameter.ValueAddress = slab + parameter.SlabOffset * ElementSize;
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
                _gradientSlab = new Slab(checked(_gradientCount * ElementSize), stream: 1);
                foreach (var parameter in Parameters.Where(parameter => parameter.External is null))
                {
                    parameter.GradientAddress =
                        parameter.Rows?.Commit(ElementSize) ?? _gradientSlab.Address + parameter.SlabOffset * ElementSize;
                }

                _compact = HasRows ? [.. Parameters.Select(parameter => parameter.Rows?.Memory?.Memory)] : null;
                Volatile.Write(ref _gradients, _gradientSlab.Address);
            }

            return _gradients;
        }
    }

    private static void Number(IEnumerable<Parameter> parameters, nint start)
    {
        foreach (var parameter in parameters)
        {
            parameter.Offset = start;
            // Whole blocks, whatever the current format: states may have another.
            const int block = StorageFormat.BlockLength;
            parameter.PaddedCount = checked((nint)parameter.Count + block - 1) / block * block;
            // States with a format start each row at a block.
            start = parameter.Rows is { } rows
                ? checked(start + rows.RowCount * ElementStream.WholeBlocks(rows.Columns))
                : checked(start + parameter.PaddedCount);
        }
    }

    private static nint Place(IEnumerable<Parameter> parameters, nint start)
    {
        foreach (var parameter in parameters.Where(parameter => parameter.External is null))
        {
            parameter.SlabOffset = start;
            start = checked(start + parameter.PaddedCount);
        }

        return start;
    }
}
