using FusedOptim.Execution;

namespace FusedOptim.LinearAlgebra;

/// <summary>
/// Shares a product among a team. Every element of C is computed alone, so the shares change no bit.
/// </summary>
internal sealed class ParallelProduct<T> : IParallelWork, IProduct<T>
    where T : unmanaged
{
    // Below this many multiplications it takes longer to wake a worker than to do its share.
    private const long SmallestSharedProduct = 1 << 16;

    private const int RowsOfTile = 8;

    private readonly WorkerTeam _team;
    private readonly SerialProduct<T>[] _products;
    private ProductOperands<T> _operands;

    public ParallelProduct(WorkerTeam team, KernelTarget target)
    {
        _team = team;
        _products = [.. Enumerable.Range(0, team.ThreadCount).Select(_ => new SerialProduct<T>(target))];
    }

    /// <inheritdoc/>
    public void Run(in ProductOperands<T> operands)
    {
        if ((long)operands.Rows * operands.Columns * operands.Depth < SmallestSharedProduct)
        {
            _products[0].Run(operands);
            return;
        }

        _operands = operands;
        _team.Run(this);
    }

    /// <inheritdoc/>
    public void Run(int worker, int workerCount)
    {
        if (_operands.Symmetry != ProductSymmetry.None)
        {
            RunStrips(worker, workerCount);
            return;
        }

        var (rows, columns) = (_operands.Rows, _operands.Columns);
        var panelWidth = _products[worker].PanelWidth;
        var panels = (columns + panelWidth - 1) / panelWidth;
        var tiles = (rows + RowsOfTile - 1) / RowsOfTile;
        // Who shares the rows of a product packs all panels: better share the columns then, if they can be shared evenly.
        var sharesColumns = panels >= Math.Min(tiles, (_operands.BColumnStride == 1 ? 8 : 1) * workerCount);
        var (firstColumn, endColumn) = sharesColumns ? Share(columns, panelWidth, worker, workerCount) : (0, columns);
        var (firstRow, endRow) = sharesColumns ? (0, rows) : Share(rows, RowsOfTile, worker, workerCount);
        if (firstRow < endRow && firstColumn < endColumn)
            _products[worker].Run(_operands, firstRow, endRow, firstColumn, endColumn);
    }

    // Strips become shorter from the first to the last: dealt there and back, each worker gets as much of them.
    private void RunStrips(int worker, int workerCount)
    {
        var product = _products[worker];
        for (var round = 0; ; round++)
        {
            var place = round % 2 == 0 ? worker : workerCount - 1 - worker;
            var column = ((long)round * workerCount + place) * product.PanelWidth;
            if ((long)round * workerCount * product.PanelWidth >= _operands.Columns)
                return;
            if (column < _operands.Columns)
                product.RunStrip(_operands, (int)column);
        }
    }

    private static (int First, int End) Share(int count, int unit, int worker, int workerCount)
    {
        var (start, end) = WorkerTeam.Share((count + unit - 1) / unit, worker, workerCount);
        return ((int)start * unit, (int)Math.Min(end * unit, count));
    }
}
