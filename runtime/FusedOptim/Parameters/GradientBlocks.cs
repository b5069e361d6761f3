using FusedOptim.Formats;
using FusedOptim.Numerics;

namespace FusedOptim;

/// <summary>
/// The blocks of a tensor, of <see cref="BlockReduction.Length"/> elements from its start, that rows with a gradient reach into. All other blocks
/// have gradients of zero, and add nothing to a sum of squares.
/// </summary>
/// <param name="rows">The rows.</param>
internal sealed unsafe class GradientBlocks(GradientRows rows)
{
    // Room for what a format decodes behind the last element.
    private const int BufferLength = BlockReduction.Length + StorageFormat.BlockLength;

    // The indices of the blocks in the tensor, ascending.
    private int[] _blocks = [];
    // Of each block, the first row in ascending order that reaches into it.
    private int[] _firstRows = [];
    private int _count;

    /// <summary>Lists the blocks, once the rows are in order; without rows the first one, whose gradients are zero too.</summary>
    /// <returns>Their number.</returns>
    public int List()
    {
        MakeRoom();
        (_blocks[0], _firstRows[0], _count) = (0, 0, 0);
        for (var i = 0; i < rows.Count; i++)
        {
            var start = (nint)rows.Ordered(i).Row * rows.Columns;
            var last = (int)((start + rows.Columns - 1) / BlockReduction.Length);
            for (var block = (int)(start / BlockReduction.Length); block <= last; block++)
            {
                if (_count > 0 && _blocks[_count - 1] == block)
                    continue;
                (_blocks[_count], _firstRows[_count]) = (block, i);
                _count++;
            }
        }

        return Math.Max(_count, 1);
    }

    /// <summary>The sum of the squares of a block's gradients, with the bits of a block of the dense gradient.</summary>
    /// <param name="index">The index of the block among those that are listed.</param>
    /// <param name="gradients">The address of the compact gradients.</param>
    /// <param name="storage">The memory of the set.</param>
    public double SquaresOf(int index, nint gradients, ParameterStorage storage) => storage.ComputeSize == sizeof(float)
        ? SquaresOf<float>(index, gradients, storage)
        : SquaresOf<double>(index, gradients, storage);

    private double SquaresOf<T>(int index, nint gradients, ParameterStorage storage)
        where T : unmanaged
    {
        Span<T> buffer = stackalloc T[BufferLength];
        return LaneSum<T, SquareSummand>.Of(Read(index, gradients, storage, buffer));
    }

    // Writes the gradients of a block to memory, with zeros for the rows between.
    private ReadOnlySpan<T> Read<T>(int index, nint gradients, ParameterStorage storage, Span<T> buffer)
        where T : unmanaged
    {
        var first = (nint)_blocks[index] * BlockReduction.Length;
        var end = nint.Min(first + BlockReduction.Length, (nint)rows.RowCount * rows.Columns);
        buffer.Clear();
        for (var i = _firstRows[index]; i < rows.Count; i++)
        {
            var (row, place) = rows.Ordered(i);
            var start = (nint)row * rows.Columns;
            if (start >= end)
                break;
            var from = nint.Max(start, first);
            var length = nint.Min(start + rows.Columns, end) - from;
            // Zeros behind the last element are overwritten by those of the next row.
            var source = gradients + ((nint)place * rows.Columns + from - start) * storage.ElementSize;
            new TensorMemory(source, length, storage.Format).Read(
                0, buffer.Slice((int)(from - first), (int)(storage.Format is null ? length : ElementStream.WholeBlocks(length))));
        }

        return buffer[..(int)(end - first)];
    }

    private void MakeRoom()
    {
        // A row reaches into at most so many blocks.
        var reach = (rows.Columns + BlockReduction.Length - 2) / BlockReduction.Length + 1;
        var all = ((long)rows.RowCount * rows.Columns + BlockReduction.Length - 1) / BlockReduction.Length;
        var count = (int)Math.Max(1, Math.Min(all, (long)rows.Capacity * reach));
        if (_blocks.Length < count)
            (_blocks, _firstRows) = (new int[count], new int[count]);
    }
}
