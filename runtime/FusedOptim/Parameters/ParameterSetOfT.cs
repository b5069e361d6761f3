using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
/// <para>Slabs are native memory: dispose the set to release them. A set that is never disposed keeps them.</para>
/// </remarks>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
public class ParameterSet<T> : IReadOnlyList<Parameter<T>>, IDisposable
    where T : unmanaged
{
    private readonly List<Parameter<T>> _parameters = [];
    private readonly List<Parameter<T>> _buffers = [];
    private readonly Dictionary<string, Parameter<T>> _byName = new(StringComparer.Ordinal);
    private GradientSquares<T>? _squares;

    /// <summary>An empty set.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see langword="float"/> nor
    /// <see langword="double"/>.</exception>
    public ParameterSet()
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"Parameters of {typeof(T)} are not supported; they are of float or double.");
        Storage = new ParameterStorage(Unsafe.SizeOf<T>(), _parameters, _buffers);
    }

    /// <summary>The number of parameters, without the buffers.</summary>
    public int Count => _parameters.Count;

    /// <summary>What is saved but never stepped, in the order in which it was added.</summary>
    public IReadOnlyList<Parameter<T>> Buffers => _buffers;

    internal ParameterStorage Storage { get; }

    /// <summary>A parameter, by its place in the order of adding.</summary>
    /// <param name="index">Its index, from 0.</param>
    public Parameter<T> this[int index] => _parameters[index];

    /// <summary>A parameter or buffer, by its name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">The set has none of that name.</exception>
    public Parameter<T> this[string name] =>
        TryGet(name, out var parameter) ? parameter : throw new KeyNotFoundException($"The set has no parameter '{name}'.");

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
        if (!Enum.IsDefined(kind))
        {
            throw new ArgumentOutOfRangeException(
                nameof(kind), kind, $"The kind of '{name}' is {kind}, which is no ParameterKind.");
        }

        return Add(name, kind, shape, isBuffer: false);
    }

    /// <summary>Adds a tensor of zeros that is saved but never stepped, such as a running mean.</summary>
    /// <inheritdoc cref="Add(string, ParameterKind, ReadOnlySpan{int})"/>
    public Parameter<T> AddBuffer(string name, params ReadOnlySpan<int> shape) =>
        Add(name, ParameterKind.Other, shape, isBuffer: true);

    /// <summary>Sets all gradients to zero.</summary>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public unsafe void ZeroGradients()
    {
        Storage.ThrowIfDisposed();
        if (Storage.HasGradients)
            NativeMemory.Clear((void*)Storage.Gradients, (nuint)Storage.SteppedCount * (nuint)sizeof(T));
    }

    /// <summary>
    /// The Euclidean norm of all gradients together: ‖g‖ = √Σg². Squares are summed in double, in an order that gives the
    /// same bits on every machine and with any number of threads.
    /// </summary>
    /// <param name="team">The threads that share the pass; <see cref="WorkerTeam.Default"/> unasked.</param>
    /// <returns>The norm; NaN or infinite where a gradient is (or where squares in double precision overflow), so that the
    /// pass that takes it finds those too. Frozen parameters count, unless their gradients are zero.</returns>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public double GradientNorm(WorkerTeam? team = null) => GradientNorm(team, out _);

    /// <summary>
    /// The scale that clips all gradients together to a norm: min(1, maximum / (‖g‖ + 10⁻⁶)), as PyTorch's
    /// clip_grad_norm_ has it. For <see cref="StepOptions.GradientScale"/>.
    /// </summary>
    /// <param name="maximumNorm">The greatest norm: greater than 0 and finite.</param>
    /// <param name="team">The threads that share the pass; <see cref="WorkerTeam.Default"/> unasked.</param>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is out of range.</exception>
    /// <exception cref="InvalidOperationException">The norm is NaN or infinite, so that no scale helps: the message names the
    /// first parameter that makes it so.</exception>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public double ClipScale(double maximumNorm, WorkerTeam? team = null)
    {
        if (!(maximumNorm > 0 && double.IsFinite(maximumNorm)))
        {
            throw new ArgumentOutOfRangeException(nameof(maximumNorm), maximumNorm, FormattableString.Invariant(
                $"maximumNorm is {maximumNorm}; it must be greater than 0 and finite."));
        }

        var norm = GradientNorm(team, out var notFinite);
        if (notFinite is not null)
        {
            throw new InvalidOperationException(
                $"The norm of the gradients of '{notFinite.Name}' is not finite; no scale clips them. Skip the step.");
        }

        return Math.Min(1, maximumNorm / (norm + 1e-6));
    }

    /// <summary>Releases the memory. Spans of values and gradients must not be used afterwards.</summary>
    public void Dispose()
    {
        Storage.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public IEnumerator<Parameter<T>> GetEnumerator() => _parameters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private double GradientNorm(WorkerTeam? team, out Parameter<T>? notFinite)
    {
        Storage.ThrowIfDisposed();
        notFinite = null;
        if (!Storage.HasGradients)
            return 0;
        _squares ??= new GradientSquares<T>(_parameters);
        return Math.Sqrt(_squares.Sum(team ?? WorkerTeam.Default, out notFinite));
    }

    private Parameter<T> Add(string name, ParameterKind kind, ReadOnlySpan<int> shape, bool isBuffer)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Storage.ThrowIfLaidOut(name);
        if (_byName.ContainsKey(name))
            throw new ArgumentException($"The set has a parameter '{name}' already; names are unique.", nameof(name));
        var list = isBuffer ? _buffers : _parameters;
        var parameter = new Parameter<T>(Storage, name, kind, new TensorShape(shape), isBuffer) { Index = list.Count };
        if (parameter.Count > int.MaxValue)
        {
            throw new ArgumentException(
                $"'{name}' {parameter.Shape} has {parameter.Count} elements; a parameter has at most {int.MaxValue}.",
                nameof(shape));
        }

        _byName.Add(name, parameter);
        list.Add(parameter);
        return parameter;
    }
}
