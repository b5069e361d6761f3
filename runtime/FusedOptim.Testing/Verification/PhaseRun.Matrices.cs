using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices;
using FusedOptim.Numerics;
using FusedOptim.Schema;

namespace FusedOptim.Testing;

/// <content>
/// Tensors with rows and columns. Phases run over elements, rows or columns; kernels get a value of a row, a column or a matrix for each
/// entry. Rows, columns and matrices are summed in the order of their elements in memory: targets are compared, not orders.
/// </content>
internal sealed unsafe partial class PhaseRun<T>
{
    private MatrixView? _view;
    private RuleOperands _operands = new(rule.Schema, rule.Schema.Variants[rule.Variant]);
    // Which row, column or matrix each entry belongs to.
    private Dictionary<(Over Over, Over Space), int[]> _indices = [];
    private T[] _expanded = [];
    // Pinned, so that it has an address; never empty.
    private readonly nint[] _accumulators = GC.AllocateArray<nint>(rule.Schema.Phases.Max(phase => phase.Reductions.Count) + 1, pinned: true);

    /// <summary>
    /// Takes a tensor with rows and columns: the operands of elements have one value for each of them, those of rows, columns and matrices one
    /// for each of these.
    /// </summary>
    /// <param name="addresses">The addresses of the operands.</param>
    /// <param name="offset">The offset from which all of them start.</param>
    /// <param name="view">The matrices of the tensor.</param>
    /// <param name="summands">The addresses of the buffers that measuring phases fill; none for memory of the run's own.</param>
    public void Place(ReadOnlySpan<nint> addresses, nint offset, MatrixView view, ReadOnlySpan<nint> summands = default)
    {
        Place(addresses, offset, (nint)view.Count, summands);
        _view = view;
        if (_operands.View == view)
            return;
        _operands = new RuleOperands(rule.Schema, rule.Schema.Variants[rule.Variant], view);
        _indices = [];
        _expanded = GC.AllocateArray<T>(_operandCount * (int)_count + 1, pinned: true);
    }

    private ReadOnlySpan<int> IndicesOf(Over over, Over space)
    {
        if (!_indices.TryGetValue((over, space), out var indices))
        {
            var view = _view!.Value;
            _indices[(over, space)] = indices = [.. Enumerable.Range(0, view.CountOf(space)).Select(entry => view.IndexOf(over, space, entry))];
        }

        return indices;
    }

    /// <summary>The address of what becomes of the summands of a phase: those of rows, columns and matrices are left in their buffers.</summary>
    private nint AccumulatorsOf(int phase)
    {
        var reductions = rule.Schema.Phases[phase].Reductions;
        for (var index = 0; index < reductions.Count; index++)
            _accumulators[index] = reductions[index].Over.IsOfMatrix ? Accumulators.Buffer : Accumulators.Registers;
        return (nint)Unsafe.AsPointer(ref _accumulators[0]);
    }

    private nint EntryCountOf(int phase) => _view?.CountOf(rule.Schema.Phases[phase].Over) ?? _count;

    /// <summary>The addresses of the operands after the gradient, for a segment of a phase.</summary>
    private nint[] OperandsOf(int phase, nint start, nint count)
    {
        var addresses = _addresses[FirstState..(FirstState + _operandCount)];
        if (_view is not { } view)
            return addresses;
        var space = rule.Schema.Phases[phase].Over;
        for (var operand = 0; operand < addresses.Length; operand++)
        {
            var over = _operands.OverOf(FirstState + operand);
            if (!over.IsOfMatrix || over == space || view.IndexOf(over, space, 0) < 0)
                continue;
            var values = (T*)addresses[operand] + _offset;
            var first = (T*)Unsafe.AsPointer(ref _expanded[operand * (int)_count]);
            var indices = IndicesOf(over, space).Slice((int)start, (int)count);
            for (var entry = 0; entry < indices.Length; entry++)
                first[entry] = values[indices[entry]];
            addresses[operand] = (nint)(first - _offset - start);
        }

        return addresses;
    }

    /// <summary>The results of rows, columns or matrices before a reduction; null for one of all elements, and without a view.</summary>
    private double[]? EmptyTotals(ReductionSchema reduction)
    {
        if (_view is not { } view || !reduction.Over.IsOfMatrix)
            return null;
        var totals = new double[view.CountOf(reduction.Over)];
        Array.Fill(totals, reduction.Kind == ReductionKind.Maximum ? double.NegativeInfinity : 0);
        return totals;
    }

    private void AddUp(int phase, ReductionSchema reduction, nint start, ReadOnlySpan<double> summands, double[] totals)
    {
        var indices = IndicesOf(reduction.Over, rule.Schema.Phases[phase].Over)[(int)start..];
        for (var entry = 0; entry < summands.Length; entry++)
        {
            ref var total = ref totals[indices[entry]];
            total = reduction.Kind switch
            {
                ReductionKind.Sum => total + summands[entry],
                ReductionKind.Maximum => Math.Max(total, summands[entry]),
                _ => BlockReduction.Norm([total, summands[entry]]),
            };
        }
    }

    private void Write(ReductionSchema reduction, double[] totals)
    {
        var values = (T*)_addresses[_operands.OperandOf(reduction)] + _offset;
        for (var index = 0; index < totals.Length; index++)
            values[index] = T.CreateTruncating(Replaced(totals[index]));
    }
}
