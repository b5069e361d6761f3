using System.Runtime.Intrinsics;
using FusedOptim.Execution;
using FusedOptim.Memory;

namespace FusedOptim.LinearAlgebra;

/// <summary>
/// Cuts a product into panels for the widest vectors and shares it among a team. Every element of C is computed alone,
/// so neither the cut nor the width changes a bit.
/// </summary>
internal sealed unsafe class ParallelProduct<T> : IParallelWork
    where T : unmanaged
{
    // Below this many multiplications it takes longer to wake a worker than to do its share.
    private const long SmallestSharedProduct = 1 << 16;

    private const int RowsOfTile = 8;

    private readonly WorkerTeam _team;
    private readonly KernelTarget _target;
    private readonly int _panelWidth;
    private readonly ScratchMemory<T>[] _packed;
    private ProductOperands<T> _operands;

    public ParallelProduct(WorkerTeam team, KernelTarget target)
    {
        _team = team;
        _target = target;
        _panelWidth = target switch
        {
            KernelTarget.Vector512 => ProductPanel<Lanes512<T>, Vector512<T>, T>.Width,
            KernelTarget.Vector256 => ProductPanel<Lanes256<T>, Vector256<T>, T>.Width,
            KernelTarget.Vector128 => ProductPanel<Lanes128<T>, Vector128<T>, T>.Width,
            _ => ProductPanel<LanesScalar<T>, T, T>.Width,
        };
        _packed = [.. Enumerable.Range(0, team.ThreadCount).Select(_ => new ScratchMemory<T>())];
    }

    /// <summary>Computes a product whose memory stays where it is until this returns.</summary>
    public void Run(in ProductOperands<T> operands)
    {
        if (operands.Rows == 0 || operands.Columns == 0)
            return;
        _operands = operands;
        if ((long)operands.Rows * operands.Columns * operands.Depth < SmallestSharedProduct)
            Run(0, 1);
        else
            _team.Run(this);
    }

    /// <inheritdoc/>
    public void Run(int worker, int workerCount)
    {
        var (rows, columns) = (_operands.Rows, _operands.Columns);
        var panels = (columns + _panelWidth - 1) / _panelWidth;
        var tiles = (rows + RowsOfTile - 1) / RowsOfTile;
        // Who shares the rows of a product packs all panels: better share the columns then.
        var sharesColumns = panels >= (_operands.BColumnStride == 1 ? tiles : workerCount);
        var (firstColumn, endColumn) = sharesColumns ? Share(columns, _panelWidth, worker, workerCount) : (0, columns);
        var (firstRow, endRow) = sharesColumns ? (0, rows) : Share(rows, RowsOfTile, worker, workerCount);
        if (firstRow >= endRow || firstColumn >= endColumn)
            return;
        fixed (T* packed = _packed[worker].Take(checked(_operands.Depth * _panelWidth)))
            Run(firstRow, endRow, firstColumn, endColumn, packed);
    }

    private static (int First, int End) Share(int count, int unit, int worker, int workerCount)
    {
        var (start, end) = WorkerTeam.Share((count + unit - 1) / unit, worker, workerCount);
        return ((int)start * unit, (int)Math.Min(end * unit, count));
    }

    private void Run(int row, int endRow, int firstColumn, int endColumn, T* packed)
    {
        ref readonly var operands = ref _operands;
        for (var column = firstColumn; column < endColumn;)
        {
            // The widest vectors that the columns left fill by more than half.
            var left = endColumn - column;
            if (_target >= KernelTarget.Vector512 && 2 * left > ProductPanel<Lanes512<T>, Vector512<T>, T>.Width)
                column += ProductPanel<Lanes512<T>, Vector512<T>, T>.Run(operands, row, endRow, column, left, packed);
            else if (_target >= KernelTarget.Vector256 && 2 * left > ProductPanel<Lanes256<T>, Vector256<T>, T>.Width)
                column += ProductPanel<Lanes256<T>, Vector256<T>, T>.Run(operands, row, endRow, column, left, packed);
            else if (_target >= KernelTarget.Vector128)
                column += ProductPanel<Lanes128<T>, Vector128<T>, T>.Run(operands, row, endRow, column, left, packed);
            else
                column += ProductPanel<LanesScalar<T>, T, T>.Run(operands, row, endRow, column, left, packed);
        }
    }
}
