using FusedOptim.Execution;
using FusedOptim.Memory;

namespace FusedOptim.LinearAlgebra;

/// <summary>Eigendecompositions of the matrices of a batch.</summary>
internal sealed unsafe class EigendecompositionBatch<T>(WorkerTeam team) : MatrixBatch(team)
    where T : unmanaged
{
    private readonly SymmetricEigensolver[] _solvers =
        [.. Enumerable.Range(0, team.ThreadCount).Select(_ => new SymmetricEigensolver())];

    private readonly ScratchMemory<int>[] _orders =
        [.. Enumerable.Range(0, team.ThreadCount).Select(_ => new ScratchMemory<int>())];

    private T* _a;
    private T* _values;
    private T* _vectors;
    private int _size;

    /// <summary>Decomposes all matrices.</summary>
    public void Run(ReadOnlySpan<T> a, Span<T> values, Span<T> vectors, int size, int count)
    {
        fixed (T* pa = a, pvalues = values, pvectors = vectors)
        {
            _a = pa;
            _values = pvalues;
            _vectors = pvectors;
            _size = size;
            RunMatrices(count);
        }
    }

    /// <inheritdoc/>
    protected override void RunMatrix(int worker, int index)
    {
        var count = _size * _size;
        var a = new ReadOnlySpan<T>(_a + (nint)index * count, count);
        var values = new Span<T>(_values + (nint)index * _size, _size);
        var vectors = new Span<T>(_vectors + (nint)index * count, count);
        var scale = MatrixScale.Of(a);
        if (!scale.IsFinite)
        {
            values.Fill(Element.Of<T>(double.NaN));
            vectors.Fill(Element.Of<T>(double.NaN));
            return;
        }

        var solver = _solvers[worker];
        solver.Run(a, _size, scale.Down);
        var order = _orders[worker].Take(_size);
        SortAscending(solver.Values, order);
        for (var j = 0; j < _size; j++)
        {
            values[j] = Element.Of<T>(scale.Up * solver.Values[order[j]]);
            WriteColumn(solver.Vectors.Slice(order[j] * _size, _size), vectors, j);
        }
    }

    private static void WriteColumn(ReadOnlySpan<double> vector, Span<T> vectors, int column)
    {
        var largest = 0.0;
        foreach (var element in vector)
        {
            if (Math.Abs(element) > Math.Abs(largest))
                largest = element;
        }

        var sign = largest < 0 ? -1.0 : 1.0;
        for (var i = 0; i < vector.Length; i++)
            vectors[i * vector.Length + column] = Element.Of<T>(sign * vector[i]);
    }

    // By insertion, which keeps the order of equal ones; QL leaves them nearly sorted.
    private static void SortAscending(ReadOnlySpan<double> values, Span<int> order)
    {
        for (var i = 0; i < order.Length; i++)
        {
            var place = i;
            for (; place > 0 && values[order[place - 1]] > values[i]; place--)
                order[place] = order[place - 1];
            order[place] = i;
        }
    }
}
