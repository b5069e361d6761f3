using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.Matrices;

/// <summary>
/// The value that each entry of a space has of its row, column or matrix. Entries are elements, rows or columns, in their order in memory.
/// Either adjacent entries share a value, or values repeat from row to row of memory.
/// </summary>
internal readonly struct ValueIndex
{
    // Vectors are stored for so few entries, beyond their end.
    private const int Short = 64;

    private ValueIndex(nint length, nint matrix, bool repeats) => (Length, Matrix, Repeats) = (length, matrix, repeats);

    /// <summary>The number of adjacent entries that share a value; where values repeat, the number of different ones.</summary>
    public nint Length { get; }

    /// <summary>The number of entries of a matrix.</summary>
    public nint Matrix { get; }

    /// <summary>Whether values repeat.</summary>
    public bool Repeats { get; }

    /// <summary>The values of a view in a space.</summary>
    /// <param name="space">The entries: elements, rows or columns.</param>
    /// <param name="over">The unit that has a value of its own.</param>
    /// <param name="view">The view.</param>
    public static ValueIndex Of(Over space, Over over, in MatrixView view)
    {
        var matrix = (nint)Count(space, new MatrixView(1, view.Rows, view.Columns));
        if (over == Over.Matrix)
            return new ValueIndex(matrix, matrix, repeats: false);
        if (over == space)
            return new ValueIndex(1, matrix, repeats: false);
        var inner = (nint)(view.IsTransposed ? view.Rows : view.Columns);
        var isInner = over == (view.IsTransposed ? Over.Row : Over.Column);
        return !isInner ? new ValueIndex(inner, matrix, repeats: false)
            : inner == matrix ? new ValueIndex(1, matrix, repeats: false)
            : inner == 1 ? new ValueIndex(matrix, matrix, repeats: false)
            : new ValueIndex(inner, matrix, repeats: true);
    }

    /// <summary>The number of entries of a space.</summary>
    public static long Count(Over space, in MatrixView view) => space switch
    {
        Over.Row => view.RowCount,
        Over.Column => view.ColumnCount,
        Over.Matrix => view.Batch,
        _ => view.Count,
    };

    /// <summary>Where the values of adjacent entries are side by side already; −1 where they are not.</summary>
    /// <param name="first">The first entry.</param>
    /// <param name="count">The number of entries; all of the space.</param>
    public nint AdjacentFrom(nint first, nint count)
    {
        if (!Repeats)
            return Length == 1 ? first : -1;
        var (matrix, place) = Math.DivRem(first, Matrix);
        var start = place % Length;
        return start + count <= Length ? matrix * Length + start : -1;
    }

    /// <summary>Writes the value of each entry.</summary>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="values">The values.</param>
    /// <param name="first">The first entry.</param>
    /// <param name="destination">Receives the values of entries from the first on, with room for 64 bytes beyond the last.</param>
    /// <param name="count">The number of entries; all of the space.</param>
    public unsafe void Expand<T>(T* values, nint first, T* destination, nint count)
        where T : unmanaged
    {
        if (Repeats)
            Cycle(values, first, destination, count);
        else
            Spread(values, first, destination, count);
    }

    private unsafe void Spread<T>(T* values, nint first, T* destination, nint count)
        where T : unmanaged
    {
        var (value, place) = Math.DivRem(first, Length);
        var end = destination + count;
        var next = destination + nint.Min(Length - place, count);
        if (Length > Short)
        {
            for (; destination < end; destination = next, next += nint.Min(Length, (nint)(end - next)))
                new Span<T>(destination, (int)(next - destination)).Fill(values[value++]);
            return;
        }

        for (; destination < end; next += nint.Min(Length, (nint)(end - next)))
        {
            var vector = Vector256.Create(values[value++]);
            for (; destination < next; destination += Vector256<T>.Count)
                vector.Store(destination);
            destination = next;
        }
    }

    private unsafe void Cycle<T>(T* values, nint first, T* destination, nint count)
        where T : unmanaged
    {
        var (matrix, place) = Math.DivRem(first, Matrix);
        values += matrix * Length;
        while (count > 0)
        {
            var length = nint.Min(Matrix - place, count);
            CycleInMatrix(values, place % Length, destination, length);
            values += Length;
            destination += length;
            (place, count) = (0, count - length);
        }
    }

    private unsafe void CycleInMatrix<T>(T* values, nint start, T* destination, nint count)
        where T : unmanaged
    {
        var tail = nint.Min(Length - start, count);
        Copy(values + start, destination, tail);
        if (tail == count)
            return;
        Copy(values, destination + tail, nint.Min(start, count - tail));
        // From one whole cycle on, what is written is its own source.
        for (var done = nint.Min(Length, count); done < count;)
        {
            var length = nint.Min(done, count - done);
            Copy(destination, destination + done, length);
            done += length;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Copy<T>(T* source, T* destination, nint count)
        where T : unmanaged =>
        Unsafe.CopyBlockUnaligned(destination, source, (uint)(count * sizeof(T)));
}
