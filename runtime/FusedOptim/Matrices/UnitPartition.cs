using FusedOptim.Numerics;

namespace FusedOptim.Matrices;

/// <summary>
/// The cut of the blocks of a space (<see cref="BlockReduction.Length"/> entries each, from the first entry on) into units, each for one thread.
/// It depends on the space alone. The blocks are a grid: those that start in one row of memory stand beside each other. It is cut into strips
/// of four, and a unit is some rows of some strips, strip after strip; so the sums of columns stay in a near cache. A space that is not cut so is
/// one row.
/// </summary>
internal readonly struct UnitPartition
{
    // Enough for many threads; so many sums of columns must be added up.
    private const int Most = 64;
    private const int LeastBlocks = 16;
    private const int LeastRows = 64;
    private const int StripLength = 4 * BlockReduction.Length;

    private readonly nint _rowLength;
    private readonly nint _rows;
    private readonly nint _unitRows;
    private readonly nint _unitLength;
    private readonly nint _unitsInRow;

    private UnitPartition(nint count, nint rowLength, nint unitRows, nint unitLength)
    {
        (Count, _rowLength, _unitRows, _unitLength) = (count, rowLength, unitRows, unitLength);
        _rows = count / rowLength;
        _unitsInRow = Quotient(rowLength, unitLength);
        UnitCount = (int)(_unitsInRow * Quotient(_rows, unitRows));
    }

    /// <summary>The number of entries.</summary>
    public nint Count { get; }

    /// <summary>The number of units.</summary>
    public int UnitCount { get; }

    /// <summary>The blocks of a unit.</summary>
    public UnitBlocks this[int unit]
    {
        get
        {
            var (rows, place) = Math.DivRem(unit, _unitsInRow);
            var (firstRow, firstColumn) = (rows * _unitRows, place * _unitLength);
            return new UnitBlocks(
                Count, _rowLength, firstRow, nint.Min(_rows, firstRow + _unitRows), firstColumn,
                nint.Min(_rowLength, firstColumn + _unitLength), _rows == 1 ? _unitLength : StripLength);
        }
    }

    /// <summary>Units of adjacent entries.</summary>
    /// <param name="count">The number of entries.</param>
    /// <param name="leastLength">The number of entries that a unit has at least.</param>
    public static UnitPartition Adjacent(nint count, nint leastLength)
    {
        var least = nint.Max(LeastBlocks * BlockReduction.Length, nint.Max(leastLength, Quotient(count, Most)));
        return new UnitPartition(count, count, 1, WholeBlocks(least));
    }

    /// <summary>Units of several rows of memory, or of parts of them.</summary>
    /// <param name="count">The number of entries: whole rows.</param>
    /// <param name="rowLength">The number of entries of a row: several strips.</param>
    public static UnitPartition Grid(nint count, nint rowLength)
    {
        var (rows, strips) = (count / rowLength, Quotient(rowLength, StripLength));
        var unitRows = nint.Min(rows, nint.Max(LeastRows, Quotient(rows, Most)));
        var unitsInRow = nint.Max(1, Most / Quotient(rows, unitRows));
        var unitStrips = nint.Max(Quotient(LeastBlocks * BlockReduction.Length, unitRows * StripLength), Quotient(strips, unitsInRow));
        return new UnitPartition(count, rowLength, unitRows, unitStrips * StripLength);
    }

    private static nint WholeBlocks(nint length) => Quotient(length, BlockReduction.Length) * BlockReduction.Length;

    private static nint Quotient(nint dividend, nint divisor) => (dividend + divisor - 1) / divisor;
}

/// <summary>The blocks of a unit, in order: strip by strip, and from row to row in a strip.</summary>
/// <param name="count">The number of entries of the space.</param>
/// <param name="rowLength">The number of entries of a row of memory.</param>
/// <param name="firstRow">The first row.</param>
/// <param name="endRow">The one after the last row.</param>
/// <param name="firstColumn">The first column of the unit: of whole blocks, as the others, where blocks are counted from the first that starts
/// in a row.</param>
/// <param name="endColumn">The one after its last column, or after the row.</param>
/// <param name="stripLength">The number of columns of a strip.</param>
internal struct UnitBlocks(
    nint count, nint rowLength, nint firstRow, nint endRow, nint firstColumn, nint endColumn, nint stripLength)
{
    private nint _row = firstRow - 1;
    private nint _strip;
    private nint _next;
    private nint _end;

    /// <summary>The first column.</summary>
    public readonly nint FirstColumn => firstColumn;

    /// <summary>The column after the last strip, which may be beyond the row.</summary>
    public readonly nint EndColumn => firstColumn + (endColumn - firstColumn + stripLength - 1) / stripLength * stripLength;

    /// <summary>The first entry of the unit's first block.</summary>
    public readonly nint First => StartOf(firstRow) + firstColumn;

    /// <summary>The entry after the unit's last block, in a space of one row.</summary>
    public readonly nint End => endColumn;

    /// <summary>The first entry of the current block.</summary>
    public nint Current { get; private set; }

    /// <summary>The number of entries of the current block.</summary>
    public readonly int Length => (int)nint.Min(BlockReduction.Length, count - Current);

    /// <summary>Goes to the next block.</summary>
    public bool MoveNext()
    {
        while (_next >= _end)
        {
            if (++_row == endRow)
                (_row, _strip) = (firstRow, _strip + stripLength);
            if (firstColumn + _strip >= endColumn)
                return false;
            var start = StartOf(_row) + firstColumn + _strip;
            // Some rows have a block less than others.
            (_next, _end) = (start, nint.Min(start + stripLength, StartOf(_row + 1)));
        }

        Current = _next;
        _next += BlockReduction.Length;
        return true;
    }

    // The first block that starts in a row.
    private readonly nint StartOf(nint row) =>
        nint.Min(count, (row * rowLength + BlockReduction.Length - 1) / BlockReduction.Length * BlockReduction.Length);
}
