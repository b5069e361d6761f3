namespace FusedOptim;

/// <summary>
/// The compact gradient of a parameter such as an embedding: gradients of some rows alone, with a list of these rows. A row is what one index of
/// the outermost dimension has. The gradients of all other rows are zero, and take no memory.
/// </summary>
/// <remarks>
/// <para>Steps update the rows of the list, and leave the values and states of the others as they are (docs/stepping.md). A step counts for the
/// parameter whatever rows have a gradient, possibly none. The order of the list changes no bit.</para>
/// <para>A step that zeroes gradients and <see cref="ParameterSet{T}.ZeroGradients"/> empty the list. Without them, the list and the gradients
/// stay, so that several micro-batches add up (<see cref="GetOrAdd"/>).</para>
/// <para>Memory: that of <see cref="Capacity"/> rows, and 4 bytes for each row of the parameter.</para>
/// </remarks>
/// <typeparam name="T">The type of the elements, as of the set.</typeparam>
public sealed class RowGradient<T>
    where T : unmanaged
{
    private readonly Parameter<T> _parameter;
    private readonly GradientRows _rows;

    internal RowGradient(Parameter<T> parameter, GradientRows rows) => (_parameter, _rows) = (parameter, rows);

    /// <summary>The greatest number of rows that can have a gradient at the same time.</summary>
    public int Capacity => _rows.Capacity;

    /// <summary>The number of rows that have a gradient.</summary>
    public int Count => _rows.Count;

    /// <summary>The rows that have a gradient, in the order of <see cref="Values"/>.</summary>
    public ReadOnlySpan<int> Rows => _rows.Rows;

    /// <summary>The gradients, row by row, in the order of <see cref="Rows"/>; writing changes them. Once the set is disposed, the span is safe to
    /// touch and has no meaning.</summary>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public Span<T> Values => Memory(0, _rows.Count);

    /// <summary>Replaces the rows that have a gradient, and sets their gradients to zero.</summary>
    /// <param name="rows">The rows, from 0, in any order, each once; possibly none.</param>
    /// <returns>The gradients to write, row by row, in the order of <paramref name="rows"/>.</returns>
    /// <exception cref="ArgumentException">There are more rows than <see cref="Capacity"/>, a row is out of range, or one is there twice; nothing
    /// has changed.</exception>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public Span<T> Set(ReadOnlySpan<int> rows)
    {
        _parameter.Storage.ThrowIfDisposed();
        _rows.Set(rows);
        var values = Values;
        values.Clear();
        return values;
    }

    /// <summary>Gets the gradient of a row, to add to. A row without one is added to <see cref="Rows"/>, with zeros.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>As many elements as a row has.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The parameter does not have the row.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Capacity"/> rows have a gradient, and this is another one.</exception>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public Span<T> GetOrAdd(int row)
    {
        _parameter.Storage.ThrowIfDisposed();
        var values = Memory(_rows.PlaceOf(row, out var isNew), 1);
        if (isNew)
            values.Clear();
        return values;
    }

    /// <summary>Empties the list: no row has a gradient.</summary>
    public void Clear() => _rows.Clear();

    private unsafe Span<T> Memory(int first, int count)
    {
        // Commits the memory.
        _ = _parameter.Storage.GradientSlab;
        return _rows.Memory!.Span<T>((nint)first * _rows.Columns * sizeof(T), checked(count * _rows.Columns));
    }
}
