using System.Runtime.CompilerServices;
using FusedOptim.Memory;
using FusedOptim.Numerics;
using FusedOptim.Schema;

namespace FusedOptim.Matrices;

/// <summary>
/// The memory of one tensor for a rule that sees rows and columns: the values of elements, rows, columns and matrices for the time of a
/// step, and the way of each phase over them.
/// </summary>
internal sealed unsafe class MatrixMemory
{
    private const int FirstStream = 8;

    private readonly RuleSchema _schema;
    private readonly bool _isDouble;
    // Of rows, columns and matrices. Pinned: kernels compute with addresses.
    private readonly double[] _memory;
    // One for each value of elements.
    private readonly List<Slab> _elements = [];
    private readonly nint[] _operands;

    /// <param name="schema">The rule.</param>
    /// <param name="view">The view of the tensor.</param>
    /// <param name="isDouble">Whether kernels compute in double.</param>
    /// <param name="stateOf">The address of a state that is stored as kernels take it.</param>
    public MatrixMemory(RuleSchema schema, MatrixView view, bool isDouble, Func<int, nint> stateOf)
    {
        (_schema, View, _isDouble) = (schema, view, isDouble);
        _operands = new nint[schema.FirstValue + schema.Values.Count];
        for (var state = 0; state < schema.States.Count; state++)
            _operands[state] = schema.States[state] is { IsVector: true } or { IsExact: true } ? stateOf(state) : 0;
        long count = 0;
        foreach (var value in schema.Values.Where(value => value.Over != Over.Element))
            count = checked(count + Doubles(value.Over));
        _memory = GC.AllocateArray<double>(checked((int)count), pinned: true);
        var address = count == 0 ? 0 : (nint)Unsafe.AsPointer(ref _memory[0]);
        for (var value = 0; value < schema.Values.Count; value++)
        {
            if (schema.Values[value].Over == Over.Element)
            {
                _operands[schema.FirstValue + value] = ElementsOf(value);
                continue;
            }

            _operands[schema.FirstValue + value] = address;
            address += (nint)Doubles(schema.Values[value].Over) * sizeof(double);
        }

        Phases = [.. schema.Phases.Select(phase => new MatrixPhase(schema, phase, this))];
    }

    /// <summary>The view of the tensor.</summary>
    public MatrixView View { get; }

    /// <summary>The phases.</summary>
    public MatrixPhase[] Phases { get; }

    /// <summary>The addresses of the states that are stored as kernels take them, and of the values, in the order of the schema; 0 for other
    /// states and for inputs.</summary>
    public ReadOnlySpan<nint> Operands => _operands;

    /// <summary>The size of an element, as kernels compute, in bytes.</summary>
    public int ElementSize => _isDouble ? sizeof(double) : sizeof(float);

    /// <summary>The memory of a value.</summary>
    public ValueStore ValuesOf(int value) => new(_operands[_schema.FirstValue + value], _isDouble);

    /// <summary>Writes the values of rows, columns and matrices that the entries of a block have, for a phase that reads them.</summary>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>, as kernels compute.</typeparam>
    /// <param name="phase">The phase.</param>
    /// <param name="first">The first entry.</param>
    /// <param name="length">The number of entries, beyond the last one too: these have its value.</param>
    /// <param name="scratch">The address of the memory for the first operand.</param>
    /// <param name="stride">The distance to that of the next, in bytes: room for the entries and 64 bytes.</param>
    /// <param name="addresses">Receives the addresses, from which elements are counted.</param>
    /// <param name="offset">The index that counts as the first entry.</param>
    public void Expand<T>(int phase, nint first, int length, nint scratch, nint stride, Span<nint> addresses, nint offset)
        where T : unmanaged
    {
        foreach (var operand in Phases[phase].OfElements)
            addresses[operand] = _operands[operand] + (first - offset) * sizeof(T);
        var known = (int)nint.Min(length, Phases[phase].Count - first);
        foreach (ref readonly var value in Phases[phase].Expanded.AsSpan())
        {
            var values = (T*)_operands[value.Operand];
            if (known == length && value.Index.AdjacentFrom(first, length) is >= 0 and var adjacent)
            {
                addresses[value.Operand] = (nint)(values + adjacent - offset);
                continue;
            }

            var memory = (T*)(scratch + value.Operand * stride);
            value.Index.Expand(values, first, memory, known);
            if (known < length)
                new Span<T>(memory + known, length - known).Fill(memory[known - 1]);
            addresses[value.Operand] = (nint)memory - offset * sizeof(T);
        }
    }

    private nint ElementsOf(int value)
    {
        // Behind values, gradients and the states of most rules; formats take whole blocks.
        var blocks = (View.Count + BlockReduction.Length - 1) / BlockReduction.Length;
        var slab = new Slab(checked((nint)blocks * BlockReduction.Length * ElementSize), FirstStream + value);
        _elements.Add(slab);
        return slab.Address;
    }

    private long Doubles(Over over)
    {
        var count = ValueIndex.Count(over, View);
        // To the next line of the cache.
        return ((_isDouble ? count : (count + 1) / 2) + 7) / 8 * 8;
    }
}
