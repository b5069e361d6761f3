using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>
/// The states of a rule for the parameters of a set: one slab each, laid out as the gradients are. What a parameter never
/// uses is never committed.
/// </summary>
internal sealed class RuleStates : IDisposable
{
    /// <summary>The stream of the first state; parameters and gradients come before.</summary>
    public const int FirstStream = 2;

    private readonly IReadOnlyList<StateSchema> _schemas;
    private readonly ParameterStorage _storage;
    private readonly IReadOnlyList<StorageFormat?> _formats;
    private readonly SlabArray _slabs;

    /// <summary>States of zeros.</summary>
    /// <param name="schemas">The states.</param>
    /// <param name="storage">The memory of the set.</param>
    /// <param name="formats">How each is stored; <see langword="null"/> for as kernels take it.</param>
    public RuleStates(
        IReadOnlyList<StateSchema> schemas, ParameterStorage storage, IReadOnlyList<StorageFormat?> formats)
    {
        (_schemas, _storage, _formats) = (schemas, storage, formats);
        _slabs = new SlabArray([.. formats.Select(ByteCountOf)], FirstStream);
    }

    /// <summary>The number of states.</summary>
    public int Count => _schemas.Count;

    /// <summary>Whether any state is stored in a format of its own.</summary>
    public bool AnyHasFormat => _formats.Any(format => format is not null);

    /// <summary>The address of each state's slab.</summary>
    public ReadOnlySpan<nint> Addresses => _slabs.Addresses;

    /// <summary>The elements of a state.</summary>
    public ElementStream this[int state] => new(_slabs[state], _storage.SteppedCount, _formats[state]);

    /// <summary>The bytes that a state takes for all parameters.</summary>
    public nint ByteCountOf(int state) => ByteCountOf(_formats[state]);

    /// <summary>Gives the states of a parameter their initial values.</summary>
    /// <param name="parameter">A parameter whose states are zero.</param>
    /// <param name="used">The indices of the states that its variant of the rule uses.</param>
    /// <param name="hyperparameter">The value of a hyperparameter, by its index.</param>
    public void Initialize(Parameter parameter, IReadOnlyList<int> used, Func<int, double> hyperparameter)
    {
        foreach (var state in used)
        {
            var schema = _schemas[state];
            if (schema.Initial == StateInitial.Zero)
                continue;
            double? value = schema.Initial == StateInitial.Hyperparameter
                ? hyperparameter(schema.InitialHyperparameter)
                : null;
            Initialize(parameter, state, value);
        }
    }

    /// <summary>The states, of some, that start from the value of the parameter.</summary>
    public IEnumerable<int> StartingFromValues(IEnumerable<int> states) =>
        states.Where(state => _schemas[state].Initial == StateInitial.Parameter);

    /// <summary>Sets a state to the values of its parameter.</summary>
    public void StartFromValues(Parameter parameter, int state) => Initialize(parameter, state, value: null);

    /// <summary>The index of the state with the given key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="used">The indices of the states that a variant of the rule uses.</param>
    public int IndexOf(string key, IReadOnlyList<int> used)
    {
        foreach (var i in used)
        {
            if (_schemas[i].Key == key)
                return i;
        }

        throw new ArgumentException(
            used.Count == 0
                ? $"The rule has no state '{key}'; it has none at all."
                : $"The rule has no state '{key}'; it has {string.Join(", ", used.Select(i => _schemas[i].Key))}.",
            nameof(key));
    }

    public void Dispose() => _slabs.Dispose();

    // Without a value, a state starts from the parameter.
    private void Initialize(Parameter parameter, int state, double? value)
    {
        if (_storage.ComputeSize == sizeof(float))
            Initialize(parameter, this[state], (float?)value);
        else
            Initialize(parameter, this[state], value);
    }

    private void Initialize<T>(Parameter parameter, ElementStream state, T? value)
        where T : unmanaged
    {
        Span<T> block = stackalloc T[StorageFormat.BlockLength];
        for (nint start = 0; start < parameter.PaddedCount; start += block.Length)
        {
            if (value is { } constant)
                block.Fill(constant);
            else
                _storage.ValueStream.Read(parameter.Offset + start, block);
            state.Write(parameter.Offset + start, block, noise: default);
        }
    }

    private nint ByteCountOf(StorageFormat? format) => format is null
        ? checked(_storage.SteppedCount * _storage.ComputeSize)
        : checked((nint)format.ByteCountOf(_storage.SteppedCount));
}
