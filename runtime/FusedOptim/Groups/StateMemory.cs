using System.Runtime.InteropServices;
using FusedOptim.Formats;
using FusedOptim.Matrices;
using FusedOptim.Memory;
using FusedOptim.Schema;

namespace FusedOptim.Groups;

/// <summary>
/// The memory that an optimizer keeps for parameters that are stepped by rules of one type: a slab for each state and for each element-wise
/// input, the master copy if there is one, and room for the training weights while others are in their place. Parameters are side by side,
/// each at a block, in the order of the set. A state of rows, columns or matrices has a slab of its own length. A parameter with a compact gradient has
/// memory of its own, where each row starts a block of a format.
/// </summary>
internal sealed unsafe class StateMemory : IDisposable
{
    // Values and gradients come before.
    private const int FirstStream = 2;

    private readonly IReadOnlyList<StateSchema> _schemas;
    private readonly IReadOnlyList<StorageFormat?> _formats;
    private readonly ParameterStorage _storage;
    private readonly SlabArray _slabs;
    private readonly Slab? _master;
    // Of each state and input.
    private readonly nint[] _counts;
    // Of memory with a format.
    private readonly nint _codeCount;
    private Slab? _trainingWeights;

    /// <summary>States of zeros.</summary>
    /// <param name="schemas">The states.</param>
    /// <param name="formats">How each is stored, and then each element-wise input; <see langword="null"/> for as kernels take it.</param>
    /// <param name="storage">The memory of the set, which is laid out.</param>
    /// <param name="hasMasterCopy">Whether there is a copy of the values in single precision, which steps update.</param>
    /// <param name="parameters">The parameters, which get their places.</param>
    public StateMemory(
        IReadOnlyList<StateSchema> schemas, IReadOnlyList<StorageFormat?> formats, ParameterStorage storage, bool hasMasterCopy,
        IEnumerable<Parameter> parameters)
    {
        (_schemas, _formats, _storage) = (schemas, formats, storage);
        Parameter[] placed = [.. parameters.OrderBy(parameter => parameter.Offset)];
        foreach (var parameter in placed)
            Count = checked(Count + parameter.PaddedCount);
        _codeCount = placed is [{ Rows: { } rows }] ? checked(rows.RowCount * ElementStream.WholeBlocks(rows.Columns)) : Count;
        _counts = [.. formats.Select(format => format is null ? Count : _codeCount)];
        var starts = new nint[]?[placed.Length];
        foreach (var state in Enumerable.Range(0, schemas.Count).Where(state => schemas[state].IsVector))
        {
            _counts[state] = 0;
            for (var i = 0; i < placed.Length; i++)
            {
                (starts[i] ??= new nint[schemas.Count])[state] = _counts[state];
                _counts[state] = checked(_counts[state] + ElementStream.WholeBlocks(LengthOf(placed[i], state)));
            }
        }

        var byteCounts = new nint[formats.Count];
        for (var state = 0; state < byteCounts.Length; state++)
            byteCounts[state] = ByteCountOf(state);
        _slabs = new SlabArray(byteCounts, FirstStream);
        try
        {
            if (hasMasterCopy)
                _master = new Slab(checked(Count * storage.ComputeSize), FirstStream + formats.Count);
        }
        catch
        {
            _slabs.Dispose();
            throw;
        }

        nint first = 0;
        for (var i = 0; i < placed.Length; i++)
        {
            var member = placed[i].Membership!;
            (member.States, member.FirstState, member.VectorStarts) = (this, first, starts[i]);
            first += placed[i].PaddedCount;
        }

        MemberCount = placed.Length;
    }

    /// <summary>The decay that rows of a compact gradient have missed, where the rule catches up.</summary>
    public DecayProducts? Decay { get; init; }

    /// <summary>The number of elements of each slab of element-wise states, padding included.</summary>
    public nint Count { get; }

    /// <summary>The number of parameters that use the memory.</summary>
    public int MemberCount { get; private set; }

    /// <summary>The address of each state's slab, and then of each input's, for kernels: not to be written.</summary>
    public nint[] Addresses => _slabs.Addresses;

    /// <summary>The elements of a state.</summary>
    public ElementStream this[int state] => new(_slabs[state], _counts[state], _formats[state]);

    /// <summary>The address of a parameter's first value in a state that is stored as kernels take it; the others are adjacent.</summary>
    public nint AddressOf(Parameter parameter, int state) =>
        _slabs[state].Address + FirstOf(parameter.Membership!, state) * _storage.ComputeSize;

    /// <summary>The elements of a parameter in a state.</summary>
    public StateRange RangeOf(Parameter parameter, int state) =>
        LengthOf(parameter, state) is var length && parameter.Rows is { } rows && _formats[state] is not null
            ? new(this[state], FirstOf(parameter.Membership!, state), length, rows.Columns)
            : new(this[state], FirstOf(parameter.Membership!, state), length, length);

    /// <summary>The master copy of a parameter, where there is one.</summary>
    public StoredElements? StoredMaster(Parameter parameter) => Master is { } master ? Stored(master, parameter) : null;

    /// <summary>The master copy, if there is one.</summary>
    public ElementStream? Master => _master is null ? null : new(_master, Count, Format: null);

    /// <summary>The address of the master copy; 0 where there is none.</summary>
    public nint MasterAddress => _master?.Address ?? 0;

    /// <summary>The address of the copy of the training weights, in the type of the set, once they were saved.</summary>
    public nint TrainingWeightsAddress => _trainingWeights!.Address;

    /// <summary>The elements of an element-wise input.</summary>
    public ElementStream Input(int input) => this[_schemas.Count + input];

    /// <summary>The bytes of all states and inputs.</summary>
    public long ByteCount => Enumerable.Range(0, _formats.Count).Sum(state => (long)ByteCountOf(state)) + (Decay?.ByteCount ?? 0);

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

    /// <summary>Gives the states of a parameter their initial values, and the master copy its values.</summary>
    /// <param name="parameter">A parameter of a set that is resolved, whose states are zero.</param>
    /// <param name="used">The indices of the states that its variant of the rule uses.</param>
    /// <param name="hyperparameter">The value of a hyperparameter, by its index.</param>
    public void Initialize(Parameter parameter, IReadOnlyList<int> used, Func<int, double> hyperparameter)
    {
        LoadMaster(parameter);
        foreach (var state in used)
        {
            var schema = _schemas[state];
            if (schema.Initial == StateInitial.Zero)
                continue;
            Initialize(parameter, state, schema.Initial switch
            {
                StateInitial.Hyperparameter => hyperparameter(schema.InitialHyperparameter),
                StateInitial.Constant => schema.Value,
                _ => null,
            });
        }
    }

    /// <summary>The states, of some, that start from the value of the parameter.</summary>
    public IEnumerable<int> StartingFromValues(IEnumerable<int> states) =>
        states.Where(state => _schemas[state].Initial == StateInitial.Parameter);

    /// <summary>Sets a state to the values of its parameter.</summary>
    public void StartFromValues(Parameter parameter, int state) => Initialize(parameter, state, value: null);

    /// <summary>Takes over the values of a parameter into the master copy, where there is one.</summary>
    public void LoadMaster(Parameter parameter)
    {
        if (Master is not { } master)
            return;
        Span<float> block = stackalloc float[StorageFormat.BlockLength];
        for (nint start = 0; start < parameter.PaddedCount; start += block.Length)
        {
            parameter.ValueMemory.Read(start, block);
            master.Write(parameter.Membership!.FirstState + start, block, noise: default);
        }
    }

    /// <summary>Rounds the values of a parameter from the master copy, to nearest.</summary>
    public void StoreMaster(Parameter parameter)
    {
        Span<float> block = stackalloc float[StorageFormat.BlockLength];
        for (nint start = 0; start < parameter.PaddedCount; start += block.Length)
        {
            Master!.Value.Read(parameter.Membership!.FirstState + start, block);
            parameter.ValueMemory.Write<float>(start, block, noise: default);
        }
    }

    /// <summary>Copies the values of a parameter aside.</summary>
    /// <exception cref="OutOfMemoryException">There is no memory for the copy, which the first use allocates.</exception>
    public void SaveTrainingWeights(Parameter parameter)
    {
        _trainingWeights ??= new Slab(checked(Count * _storage.ElementSize), FirstStream + _formats.Count + 1);
        CopyTrainingWeights(parameter, parameter.ValueAddress, SavedWeightsOf(parameter));
    }

    /// <summary>Puts the values of a parameter back.</summary>
    public void RestoreTrainingWeights(Parameter parameter) =>
        CopyTrainingWeights(parameter, SavedWeightsOf(parameter), parameter.ValueAddress);

    /// <summary>Lets go of a parameter; without any left, the memory is released.</summary>
    public void Remove(Parameter parameter)
    {
        var member = parameter.Membership!;
        (member.States, member.FirstState, member.VectorStarts, member.Matrix) = (null, 0, null, null);
        if (--MemberCount == 0)
            Dispose();
    }

    public void Dispose()
    {
        _slabs.Dispose();
        _master?.Dispose();
        _trainingWeights?.Dispose();
        Decay?.Dispose();
    }

    private StoredElements Stored(in ElementStream elements, Parameter parameter) =>
        elements.Stored(parameter.Membership!.FirstState, (nint)parameter.Count, _storage.ComputeSize);

    private nint SavedWeightsOf(Parameter parameter) =>
        _trainingWeights!.Address + parameter.Membership!.FirstState * _storage.ElementSize;

    private void CopyTrainingWeights(Parameter parameter, nint source, nint destination) =>
        NativeMemory.Copy((void*)source, (void*)destination, (nuint)(parameter.WritableCount * _storage.ElementSize));

    // Without a value, a state starts from the parameter.
    private void Initialize(Parameter parameter, int state, double? value)
    {
        if (_storage.ComputeSize == sizeof(float))
            Initialize(parameter, RangeOf(parameter, state), (float?)value);
        else
            Initialize(parameter, RangeOf(parameter, state), value);
    }

    private static void Initialize<T>(Parameter parameter, in StateRange state, T? value)
        where T : unmanaged
    {
        Span<T> values = stackalloc T[StorageFormat.BlockLength];
        foreach (var block in state.Blocks)
        {
            if (value is { } constant)
                values.Fill(constant);
            else
            {
                parameter.ValueMemory.Read(block.Element, values);
                values[block.Length..].Clear();
            }

            state.Elements.Write(block.Index, values, noise: default);
        }
    }

    private nint LengthOf(Parameter parameter, int state) => (nint)_schemas[state].CountIn(parameter.View);

    private nint FirstOf(Membership member, int state) =>
        _schemas[state].IsVector ? member.VectorStarts![state] : member.FirstState;

    private nint ByteCountOf(int state) => _formats[state] is not { } format
        ? checked(_counts[state] * _storage.ComputeSize)
        : checked((nint)format.ByteCountOf(_counts[state]));
}
