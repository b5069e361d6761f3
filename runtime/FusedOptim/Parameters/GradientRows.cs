using System.Numerics;
using FusedOptim.Memory;

namespace FusedOptim;

/// <summary>
/// The rows of a parameter that have a gradient: their list, in the order of the compact gradients, and the same rows in ascending order,
/// cut into runs that one kernel call can take.
/// </summary>
internal sealed unsafe class GradientRows : IDisposable
{
    // A longer run is shared by threads.
    private const int RunLength = 16 * 1024;
    // By counting digits of so many bits; a shorter list by comparing.
    private const int DigitBits = 11;
    private const int LeastCounted = 512;

    private readonly Parameter _parameter;
    private readonly IExternalRows? _external;
    private readonly int _rowsPerRun;
    private Slab? _memory;
    private int[] _rows;
    // Of each row of the parameter, its place in the list, from 1; 0 where it has no gradient.
    private int[]? _places;
    // The row in the upper half, its place in the list in the lower one: ascending.
    private long[] _order;
    private long[] _otherOrder;
    // Where runs begin in that order, and the end of the last one.
    private int[] _runs;
    private bool _isOrdered = true;

    /// <summary>No rows.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="capacity">The greatest number of rows, where the memory is the set's.</param>
    /// <param name="external">The memory of the caller, if it is the caller's.</param>
    public GradientRows(Parameter parameter, int capacity, IExternalRows? external)
    {
        (_parameter, _external, Capacity) = (parameter, external, capacity);
        RowCount = parameter.Shape[0];
        Columns = (int)(parameter.Count / RowCount);
        _rowsPerRun = Math.Max(1, RunLength / Columns);
        (_rows, _order, _otherOrder, _runs) = (new int[capacity], new long[capacity], new long[capacity], new int[capacity + 1]);
    }

    /// <summary>The number of rows of the parameter.</summary>
    public int RowCount { get; }

    /// <summary>The number of elements of a row.</summary>
    public int Columns { get; }

    /// <summary>The greatest number of rows in the list.</summary>
    public int Capacity { get; private set; }

    /// <summary>The number of rows in the list.</summary>
    public int Count { get; private set; }

    /// <summary>The number of elements of the compact gradients.</summary>
    public nint ElementCount => (nint)Count * Columns;

    /// <summary>The rows, in the order of the compact gradients.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>The memory of the compact gradients, where it is the set's and committed.</summary>
    public Slab? Memory => _memory;

    /// <summary>The number of runs of the list that was ordered last.</summary>
    public int RunCount { get; private set; }

    /// <summary>The number of runs of all rows of the parameter.</summary>
    public int WholeRunCount => (RowCount + _rowsPerRun - 1) / _rowsPerRun;

    /// <summary>The blocks of the tensor that the rows reach into.</summary>
    public GradientBlocks Blocks => field ??= new GradientBlocks(this);

    /// <summary>Commits the memory of the compact gradients, where it is the set's.</summary>
    /// <param name="elementSize">The size of an element in bytes.</param>
    /// <returns>Its address; 0 where the memory is the caller's.</returns>
    public nint Commit(int elementSize)
    {
        if (_external is not null)
            return 0;
        _memory = new Slab(checked((nint)Capacity * Columns * elementSize), stream: 1);
        return _memory.Address;
    }

    /// <summary>Begins an operation that reads the gradients: orders the list.</summary>
    /// <exception cref="InvalidOperationException">The list, which is the caller's, has a row twice or one that the parameter does not
    /// have.</exception>
    public void Begin()
    {
        if (_external is not null)
            Take(_parameter.GradientAddress == 0 ? [] : _external.GetRows());
        if (!_isOrdered)
            Order();
    }

    /// <summary>A row in ascending order.</summary>
    /// <param name="index">Its index in that order.</param>
    public (int Row, int Place) Ordered(int index) => ((int)(_order[index] >> 32), (int)_order[index]);

    /// <summary>Adjacent rows whose compact gradients are adjacent too.</summary>
    /// <param name="run">The index of the run.</param>
    /// <returns>The first row, its place in the list, and the number of rows.</returns>
    public (int Row, int Place, int Count) Run(int run)
    {
        var (row, place) = Ordered(_runs[run]);
        return (row, place, _runs[run + 1] - _runs[run]);
    }

    /// <summary>Adjacent rows of all rows of the parameter.</summary>
    /// <param name="run">The index of the run.</param>
    /// <returns>The first row, and the number of rows.</returns>
    public (int Row, int Count) WholeRun(int run)
    {
        var row = run * _rowsPerRun;
        return (row, Math.Min(_rowsPerRun, RowCount - row));
    }

    /// <summary>Replaces the list.</summary>
    /// <exception cref="ArgumentException">There are more rows than the capacity, one is out of range, or one is named twice. Nothing has
    /// changed.</exception>
    public void Set(ReadOnlySpan<int> rows)
    {
        if (rows.Length > Capacity)
        {
            throw new ArgumentException(
                Invariant($"There are {rows.Length} rows with a gradient for '{_parameter.Name}'; its capacity is {Capacity}. Add the ") +
                "parameter with a greater capacity.", nameof(rows));
        }

        for (var i = 0; i < rows.Length; i++)
        {
            if ((uint)rows[i] >= (uint)RowCount)
                throw new ArgumentException(Describe(i, rows[i]), nameof(rows));
        }

        var places = _places ??= new int[RowCount];
        foreach (var row in Rows)
            places[row] = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            if (places[rows[i]] == 0)
            {
                places[rows[i]] = i + 1;
                continue;
            }

            var first = places[rows[i]] - 1;
            foreach (var row in rows[..i])
                places[row] = 0;
            for (var place = 0; place < Count; place++)
                places[_rows[place]] = place + 1;
            throw new ArgumentException(Describe(first, i, rows[i]), nameof(rows));
        }

        rows.CopyTo(_rows);
        Count = rows.Length;
        _isOrdered = false;
    }

    /// <summary>The place of a row in the list, to which it is added if it is missing.</summary>
    /// <param name="row">The row.</param>
    /// <param name="isNew">Whether it was added.</param>
    /// <exception cref="ArgumentOutOfRangeException">The row is out of range.</exception>
    /// <exception cref="InvalidOperationException">The list is full.</exception>
    public int PlaceOf(int row, out bool isNew)
    {
        if ((uint)row >= (uint)RowCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(row), row, Invariant($"The row {row} of '{_parameter.Name}' {_parameter.Shape} must be from 0 to {RowCount - 1}."));
        }

        var places = _places ??= new int[RowCount];
        isNew = places[row] == 0;
        if (!isNew)
            return places[row] - 1;
        if (Count == Capacity)
        {
            throw new InvalidOperationException(
                Invariant($"The row {row} of '{_parameter.Name}' cannot be added: {Count} rows have a gradient, which is the capacity. Add ") +
                "the parameter with a greater capacity.");
        }

        _rows[Count++] = row;
        _isOrdered = false;
        return (places[row] = Count) - 1;
    }

    /// <summary>Empties the list, where it is the set's.</summary>
    public void Clear()
    {
        if (_external is not null || Count == 0)
            return;
        foreach (var row in Rows)
            _places![row] = 0;
        Count = RunCount = 0;
        _isOrdered = true;
    }

    public void Dispose() => _memory?.Dispose();

    private void Take(ReadOnlySpan<int> rows)
    {
        if (rows.Length > RowCount)
        {
            throw new InvalidOperationException(
                Invariant($"There are {rows.Length} rows with a gradient for '{_parameter.Name}' {_parameter.Shape}, which has {RowCount} rows."));
        }

        if (rows.Length > Capacity)
        {
            Capacity = (int)Math.Min(RowCount, Math.Max(rows.Length, 2L * Capacity));
            (_rows, _order, _otherOrder, _runs) = (new int[Capacity], new long[Capacity], new long[Capacity], new int[Capacity + 1]);
        }

        Count = 0;
        _isOrdered = false;
        for (var i = 0; i < rows.Length; i++)
        {
            if ((uint)rows[i] >= (uint)RowCount)
                throw new InvalidOperationException(Describe(i, rows[i]));
        }

        rows.CopyTo(_rows);
        Count = rows.Length;
    }

    private void Order()
    {
        var order = _order.AsSpan(0, Count);
        var isAscending = true;
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = (long)_rows[i] << 32 | (uint)i;
            isAscending &= i == 0 || order[i] > order[i - 1];
        }

        if (!isAscending && Count < LeastCounted)
            order.Sort();
        else if (!isAscending)
            SortByDigits();
        order = _order.AsSpan(0, Count);
        RunCount = 0;
        for (var i = 0; i < order.Length; i++)
        {
            if (i > 0 && order[i] >> 32 == order[i - 1] >> 32)
            {
                var (row, place) = Ordered(i);
                throw new InvalidOperationException(Describe((int)order[i - 1], place, row));
            }

            // One more row, at the next place.
            const long next = (1L << 32) + 1;
            if (i == 0 || order[i] != order[i - 1] + next || i - _runs[RunCount - 1] == _rowsPerRun)
                _runs[RunCount++] = i;
        }

        _runs[RunCount] = Count;
        _isOrdered = true;
    }

    // From the lowest digit of the rows up; each pass keeps the order of equal digits.
    private void SortByDigits()
    {
        Span<int> ends = stackalloc int[1 << DigitBits];
        var end = 64 - BitOperations.LeadingZeroCount((uint)RowCount - 1);
        for (var shift = 32; shift < end; shift += DigitBits)
        {
            ends.Clear();
            foreach (var key in _order.AsSpan(0, Count))
                ends[(int)(key >> shift) & (1 << DigitBits) - 1]++;
            var start = 0;
            foreach (ref var digit in ends)
                (digit, start) = (start, start + digit);
            foreach (var key in _order.AsSpan(0, Count))
                _otherOrder[ends[(int)(key >> shift) & (1 << DigitBits) - 1]++] = key;
            (_order, _otherOrder) = (_otherOrder, _order);
        }
    }

    private string Describe(int index, int row) => Invariant(
        $"The row {row}, at index {index} of the rows with a gradient, is not one of '{_parameter.Name}' {_parameter.Shape}: rows are from 0 to {RowCount - 1}.");

    private string Describe(int first, int second, int row) =>
        Invariant($"The row {row} is at the indices {first} and {second} of the rows with a gradient of '{_parameter.Name}'. ") +
        "Each row has one gradient: add up what belongs to it.";
}
