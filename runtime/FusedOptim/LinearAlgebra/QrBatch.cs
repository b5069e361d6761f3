using FusedOptim.Execution;

namespace FusedOptim.LinearAlgebra;

/// <summary>QR of each matrix of a batch.</summary>
internal sealed unsafe class QrBatch<T>(WorkerTeam team) : MatrixBatch(team)
    where T : unmanaged
{
    private readonly HouseholderQr<T>[] _workers =
        [.. Enumerable.Range(0, team.ThreadCount).Select(_ => new HouseholderQr<T>())];

    private T* _a;
    private T* _q;
    private T* _r;
    private int _rows;
    private int _columns;

    /// <summary>Decomposes all matrices.</summary>
    public void Run(ReadOnlySpan<T> a, Span<T> q, Span<T> r, int rows, int columns, int count)
    {
        fixed (T* pa = a, pq = q, pr = r)
        {
            _a = pa;
            _q = pq;
            _r = pr;
            (_rows, _columns) = (rows, columns);
            RunMatrices(count);
        }
    }

    /// <inheritdoc/>
    protected override void RunMatrix(int worker, int index)
    {
        var size = Math.Min(_rows, _columns);
        var (count, qCount, rCount) = (_rows * _columns, _rows * size, _r == null ? 0 : size * _columns);
        _workers[worker].Run(
            new ReadOnlySpan<T>(_a + (nint)index * count, count), new Span<T>(_q + (nint)index * qCount, qCount),
            new Span<T>(_r + (nint)index * rCount, rCount), _rows, _columns);
    }
}
