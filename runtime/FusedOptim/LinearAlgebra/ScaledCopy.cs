using System.Runtime.Intrinsics;
using FusedOptim.Execution;

namespace FusedOptim.LinearAlgebra;

/// <summary>
/// Copies a matrix, or its transpose, times a factor. Products are rounded once to double and once to <typeparamref name="T"/>, so that no
/// factor is too small or too large for float.
/// </summary>
/// <param name="team">The threads that share large matrices; <see langword="null"/> for the calling thread alone.</param>
internal sealed unsafe class ScaledCopy<T>(WorkerTeam? team) : IParallelWork
    where T : unmanaged
{
    private const long SmallestSharedCount = 1 << 15;

    // A square of as many floats a side is in the first-level cache, and its rows are whole cache lines.
    private const int Side = 32;

    private T* _source;
    private T* _destination;
    private int _rows;
    private int _columns;
    private double _factor;
    private bool _isTransposed;

    /// <summary>Copies a matrix whose memory stays where it is until this returns.</summary>
    /// <param name="source">rows × columns.</param>
    /// <param name="destination">Receives rows × columns, or columns × rows if it is transposed. It can be the source only if it is
    /// not.</param>
    /// <param name="rows">The rows of the source.</param>
    /// <param name="columns">The columns of the source.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="isTransposed">Whether the destination receives the transpose.</param>
    public void Run(T* source, T* destination, int rows, int columns, double factor, bool isTransposed)
    {
        _source = source;
        _destination = destination;
        (_rows, _columns, _factor, _isTransposed) = (rows, columns, factor, isTransposed);
        if (team is null || (long)rows * columns < SmallestSharedCount)
            Run(worker: 0, workerCount: 1);
        else
            team.Run(this);
    }

    /// <inheritdoc/>
    public void Run(int worker, int workerCount)
    {
        if (_isTransposed)
        {
            // Whole rows of the destination.
            var (first, end) = WorkerTeam.Share((_columns + Side - 1) / Side, worker, workerCount);
            for (var column = (int)first * Side; column < Math.Min(end * Side, _columns); column += Side)
            {
                for (var row = 0; row < _rows; row += Side)
                    Transpose(row, column);
            }
        }
        else
        {
            var (start, end) = WorkerTeam.Share((long)_rows * _columns, worker, workerCount);
            Scale(_source + start, _destination + start, (int)(end - start), _factor);
        }
    }

    private static void Scale(T* source, T* destination, int count, double factor)
    {
        var i = 0;
        if (typeof(T) == typeof(float))
        {
            var factors = Vector512.Create(factor);
            for (; i <= count - Vector512<float>.Count; i += Vector512<float>.Count)
            {
                var (lower, upper) = Vector512.Widen(Vector512.Load((float*)source + i));
                Vector512.Narrow(lower * factors, upper * factors).Store((float*)destination + i);
            }
        }
        else
        {
            var factors = Vector512.Create(factor);
            for (; i <= count - Vector512<double>.Count; i += Vector512<double>.Count)
                (Vector512.Load((double*)source + i) * factors).Store((double*)destination + i);
        }

        for (; i < count; i++)
            destination[i] = Element.Of<T>(Element.ToDouble(source[i]) * factor);
    }

    private void Transpose(int row, int column)
    {
        var square = stackalloc T[Side * Side];
        var (rows, columns) = (Math.Min(Side, _rows - row), Math.Min(Side, _columns - column));
        for (var i = 0; i < rows; i++)
            Scale(_source + (nint)(row + i) * _columns + column, square + i * Side, columns, _factor);
        var destination = _destination + (nint)column * _rows + row;
        var (wholeRows, wholeColumns) = (0, 0);
        if (SquareTransposition.IsSupported)
        {
            var side = SquareTransposition.Side<T>();
            (wholeRows, wholeColumns) = (rows / side * side, columns / side * side);
            for (var j = 0; j < wholeColumns; j += side)
            {
                for (var i = 0; i < wholeRows; i += side)
                    SquareTransposition.Run(square + i * Side + j, Side, destination + (nint)j * _rows + i, _rows);
            }
        }

        for (var j = 0; j < columns; j++)
        {
            for (var i = j < wholeColumns ? wholeRows : 0; i < rows; i++)
                destination[(nint)j * _rows + i] = square[i * Side + j];
        }
    }
}
