using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FusedOptim.Formats;

namespace FusedOptim;

/// <summary>
/// The parameters of a model. All values lie in one slab of memory and all gradients in another, kind by kind, each tensor
/// at a multiple of 64 bytes, so that an optimizer steps a thousand small tensors in the time of one large one.
/// </summary>
/// <remarks>
/// <para>
/// The set is laid out when values or gradients are first used, or an optimizer is made; adding a parameter after that
/// throws. As a list it has the parameters in the order in which they were added, without the buffers.
/// </para>
/// <para>Dispose the set to give its memory back at once; a set that is forgotten gives it back when it is collected. One
/// operation at a time works on a set (<see cref="Access"/>).</para>
/// </remarks>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>; or <see cref="Half"/> or <see cref="BFloat16"/>, which
/// kernels compute with in single precision. What a step or a clipping rounds to more than the largest <see cref="Half"/>, 65,504,
/// becomes infinite; below the least one, 6·10⁻⁸, it becomes 0 or the least one.</typeparam>
public partial class ParameterSet<T> : IReadOnlyList<Parameter<T>>, IDisposable
    where T : unmanaged
{
    private readonly List<Parameter<T>> _parameters = [];
    private readonly List<Parameter<T>> _buffers = [];
    private readonly Dictionary<string, Parameter<T>> _byName = new(StringComparer.Ordinal);

    /// <summary>An empty set.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    public ParameterSet()
    {
        Func<StorageRounding, StorageFormat>? makeFormat =
            typeof(T) == typeof(Half) ? rounding => new HalfElementFormat(rounding) :
            typeof(T) == typeof(BFloat16) ? rounding => new BFloat16Format(rounding) :
            typeof(T) == typeof(float) || typeof(T) == typeof(double) ? null :
            throw new NotSupportedException(
                $"Parameters of {typeof(T)} are not supported; they are of float, double, Half or BFloat16.");
        Storage = new ParameterStorage(Unsafe.SizeOf<T>(), makeFormat, _parameters, _buffers);
    }

    /// <summary>The number of parameters, without the buffers.</summary>
    public int Count => _parameters.Count;

    /// <summary>The tensors that are saved but never stepped, in the order in which they were added.</summary>
    public IReadOnlyList<Parameter<T>> Buffers => _buffers;

    /// <summary>Admits one operation at a time to the memory of the set: a step, saving, loading.</summary>
    public ExclusiveAccess Access => Storage.Access;

    internal ParameterStorage Storage { get; }

    /// <summary>A parameter, by its place in the order of adding.</summary>
    /// <param name="index">Its index, from 0.</param>
    public Parameter<T> this[int index] => _parameters[index];

    /// <summary>A parameter or buffer, by its name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">The set has none of that name.</exception>
    public Parameter<T> this[string name] =>
        TryGet(name, out var parameter) ? parameter : throw new KeyNotFoundException(
            $"The set has no parameter '{name}'; it has {Names()}.");

    /// <summary>Finds a parameter or buffer by its name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="parameter">The parameter, where there is one.</param>
    public bool TryGet(string name, [NotNullWhen(true)] out Parameter<T>? parameter) =>
        _byName.TryGetValue(name, out parameter);

    /// <summary>Adds a parameter of zeros.</summary>
    /// <param name="name">Its name: not empty, unique in the set.</param>
    /// <param name="kind">What it is for.</param>
    /// <param name="shape">Its dimensions, outermost first, each at least 1; none for a single number.</param>
    /// <exception cref="ArgumentException">The name is empty or taken, the kind or a dimension is out of range, or there are
    /// more than <see cref="int.MaxValue"/> elements.</exception>
    /// <exception cref="InvalidOperationException">The set is laid out.</exception>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public Parameter<T> Add(string name, ParameterKind kind, params ReadOnlySpan<int> shape)
    {
        CheckKind(name, kind);
        return Add(name, kind, shape, isBuffer: false);
    }

    /// <summary>Adds a parameter whose values and gradients are where the caller says, possibly elsewhere at every step.</summary>
    /// <param name="name">Its name: not empty, unique in the set.</param>
    /// <param name="kind">What it is for.</param>
    /// <param name="memory">Gives the addresses of the values and of the gradients, when they are used.</param>
    /// <param name="shape">Its dimensions, outermost first, each at least 1; none for a single number.</param>
    /// <remarks>The bits of steps are those of memory of the set. States are in memory of the optimizer.</remarks>
    /// <inheritdoc cref="Add(string, ParameterKind, ReadOnlySpan{int})" path="/exception"/>
    public Parameter<T> AddExternal(string name, ParameterKind kind, IExternalMemory memory, params ReadOnlySpan<int> shape)
    {
        ArgumentNullException.ThrowIfNull(memory);
        CheckKind(name, kind);
        return Add(name, kind, shape, isBuffer: false, memory);
    }

    /// <summary>Adds a parameter of zeros that has gradients of some rows alone, such as an embedding: the gradient is compact
    /// (<see cref="Parameter{T}.RowGradient"/>), and steps update these rows.</summary>
    /// <param name="name">Its name: not empty, unique in the set.</param>
    /// <param name="kind">What it is for.</param>
    /// <param name="rowCapacity">The greatest number of rows that have a gradient at the same time: from 1 to the number of rows.</param>
    /// <param name="shape">Its dimensions, outermost first, each at least 1. The first one is the number of rows.</param>
    /// <exception cref="ArgumentException">The name is empty or taken, the kind, the capacity or a dimension is out of range, there is no
    /// dimension, or there are more than <see cref="int.MaxValue"/> elements.</exception>
    /// <exception cref="InvalidOperationException">The set is laid out.</exception>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public Parameter<T> AddWithRowGradient(string name, ParameterKind kind, int rowCapacity, params ReadOnlySpan<int> shape)
    {
        CheckKind(name, kind);
        CheckHasRows(name, shape);
        if (rowCapacity < 1 || rowCapacity > shape[0])
        {
            throw new ArgumentOutOfRangeException(
                nameof(rowCapacity), rowCapacity, Invariant($"The capacity of '{name}' is {rowCapacity} rows; it must be from 1 to {shape[0]}."));
        }

        var parameter = Add(name, kind, shape, isBuffer: false);
        parameter.Rows = new GradientRows(parameter, rowCapacity, external: null);
        parameter.RowGradient = new RowGradient<T>(parameter, parameter.Rows);
        Storage.HasRows = true;
        return parameter;
    }

    /// <summary>Adds a parameter whose values and compact gradients are where the caller says, possibly elsewhere at every step. Some rows
    /// alone have a gradient; steps update these rows.</summary>
    /// <param name="name">Its name: not empty, unique in the set.</param>
    /// <param name="kind">What it is for.</param>
    /// <param name="memory">Gives the addresses of the values and of the compact gradients, and the rows, when they are used.</param>
    /// <param name="shape">Its dimensions, outermost first, each at least 1. The first one is the number of rows.</param>
    /// <exception cref="ArgumentException">The name is empty or taken, the kind or a dimension is out of range, there is no dimension, or
    /// there are more than <see cref="int.MaxValue"/> elements.</exception>
    /// <exception cref="InvalidOperationException">The set is laid out.</exception>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public Parameter<T> AddExternal(string name, ParameterKind kind, IExternalRows memory, params ReadOnlySpan<int> shape)
    {
        ArgumentNullException.ThrowIfNull(memory);
        CheckKind(name, kind);
        CheckHasRows(name, shape);
        var parameter = Add(name, kind, shape, isBuffer: false, memory);
        parameter.Rows = new GradientRows(parameter, capacity: 0, memory);
        Storage.HasRows = true;
        return parameter;
    }

    /// <summary>Adds a parameter whose values and gradients are managed memory of the caller, which is pinned until the set is
    /// disposed.</summary>
    /// <param name="name">Its name: not empty, unique in the set.</param>
    /// <param name="kind">What it is for.</param>
    /// <param name="values">The values, row by row.</param>
    /// <param name="gradients">The gradients, of the same length.</param>
    /// <param name="shape">Its dimensions, outermost first, each at least 1; none for a single number.</param>
    /// <exception cref="ArgumentException">The name is empty or taken, the kind or a dimension is out of range, or the memory has
    /// another length.</exception>
    /// <inheritdoc cref="Add(string, ParameterKind, ReadOnlySpan{int})" path="/exception"/>
    public Parameter<T> AddExternal(
        string name, ParameterKind kind, Memory<T> values, Memory<T> gradients, params ReadOnlySpan<int> shape)
    {
        CheckKind(name, kind);
        var count = new TensorShape(shape).Count;
        CheckLength(values.Length, nameof(values));
        CheckLength(gradients.Length, nameof(gradients));
        Storage.ThrowIfLaidOut(name);
        var memory = new PinnedMemory<T>(values, gradients);
        try
        {
            var parameter = Add(name, kind, shape, isBuffer: false, memory);
            Storage.Own(memory);
            return parameter;
        }
        catch
        {
            memory.Dispose();
            throw;
        }

        void CheckLength(int length, string argument)
        {
            if (length != count)
                throw new ArgumentException(Invariant($"{argument} has {length} elements; '{name}' has {count}."), argument);
        }
    }

    /// <summary>Adds a tensor of zeros that is saved but never stepped, such as a running mean.</summary>
    /// <inheritdoc cref="Add(string, ParameterKind, ReadOnlySpan{int})"/>
    public Parameter<T> AddBuffer(string name, params ReadOnlySpan<int> shape) =>
        Add(name, ParameterKind.Other, shape, isBuffer: true);

    /// <summary>Sets the gradients of all parameters that are not frozen to zero.</summary>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public void ZeroGradients()
    {
        Storage.ThrowIfDisposed();
        if (!Storage.HasGradients)
            return;
        using var memory = Storage.Hold();
        Storage.Trainable.Begin();
        Storage.Trainable.Places.ClearGradients(Storage.ElementSize);
        Storage.Trainable.ClearRows();
    }

    /// <summary>Releases the memory: at once, or when the operation that uses it has ended (<see cref="Access"/>). Spans of
    /// values and gradients stay safe to touch, and have no meaning afterwards.</summary>
    public void Dispose()
    {
        Storage.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public IEnumerator<Parameter<T>> GetEnumerator() => _parameters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static void CheckKind(string name, ParameterKind kind)
    {
        if (!Enum.IsDefined(kind))
        {
            throw new ArgumentOutOfRangeException(
                nameof(kind), kind, $"The kind of '{name}' is {kind}, which is not a valid ParameterKind.");
        }
    }

    private static void CheckHasRows(string name, ReadOnlySpan<int> shape)
    {
        if (shape.IsEmpty)
            throw new ArgumentException($"'{name}' has no dimensions; a parameter with gradients of some rows has one or more.", nameof(shape));
    }

    // Some of them, where there are many.
    private string Names()
    {
        const int listedCount = 20;
        var rest = _byName.Count - listedCount;
        return _byName.Count == 0 ? "none at all" :
            string.Join(", ", _parameters.Concat(_buffers).Take(listedCount).Select(parameter => parameter.Name)) +
            (rest > 0 ? Invariant($" and {rest} more") : "");
    }

    private Parameter<T> Add(string name, ParameterKind kind, ReadOnlySpan<int> shape, bool isBuffer, IExternalMemory? external = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Storage.ThrowIfLaidOut(name);
        if (_byName.ContainsKey(name))
            throw new ArgumentException($"The set has a parameter '{name}' already; names are unique.", nameof(name));
        var list = isBuffer ? _buffers : _parameters;
        var parameter = new Parameter<T>(Storage, name, kind, new TensorShape(shape), isBuffer)
        {
            Index = list.Count,
            External = external,
        };
        if (parameter.Count > int.MaxValue)
        {
            throw new ArgumentException(
                $"'{name}' {parameter.Shape} has {parameter.Count} elements; a parameter has at most {int.MaxValue}.",
                nameof(shape));
        }

        _byName.Add(name, parameter);
        list.Add(parameter);
        Storage.HasExternal |= external is not null;
        return parameter;
    }
}
