namespace FusedOptim.LinearAlgebra;

/// <summary>Checks of the spans and sizes that matrix functions take.</summary>
internal static class MatrixArguments
{
    /// <summary>Throws unless a span has the length of a matrix.</summary>
    public static void CheckLength(int length, int rows, int columns, string argument)
    {
        if (length != (long)rows * columns)
        {
            throw new ArgumentException(
                Invariant($"{argument} has {length} elements; it must have {rows} × {columns} = {(long)rows * columns}."),
                argument);
        }
    }

    /// <summary>Throws unless a span has the length of a batch of matrices.</summary>
    public static void CheckLength(int length, int batchCount, int rows, int columns, string argument)
    {
        if (batchCount == 1)
        {
            CheckLength(length, rows, columns, argument);
        }
        else if (length != (Int128)batchCount * rows * columns)
        {
            throw new ArgumentException(
                Invariant($"{argument} has {length} elements; it must have {batchCount} × {rows} × {columns} = {(Int128)batchCount * rows * columns}."),
                argument);
        }
    }

    /// <summary>Throws where a result begins inside of what it is computed from. It may be that itself.</summary>
    public static void CheckSameOrApart<T>(ReadOnlySpan<T> source, Span<T> result, string argument)
    {
        if (source.Overlaps(result, out var offset) && offset != 0)
        {
            throw new ArgumentException(
                "The result overlaps the matrix; they must be apart, or the same memory.", argument);
        }
    }
}
