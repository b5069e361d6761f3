using System.Runtime.InteropServices;
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

    /// <summary>The number of blocks of the tensor.</summary>
    public int TensorCount => (int)((TensorLength + BlockReduction.Length - 1) / BlockReduction.Length);

    private nint TensorLength => (nint)rows.RowCount * rows.Columns;

    /// <summary>The index in the tensor of a block that is listed.</summary>
    public int BlockOf(int index) => _blocks[index];

    /// <summary>Copies the gradients of a block, as they are stored, with zeros for the rows between.</summary>
    /// <param name="index">The index of the block among those that are listed; the next one for a whole block of zeros, and the one after that for
    /// a block of zeros as long as the last one of the tensor.</param>
    /// <param name="gradients">The address of the compact gradients.</param>
    /// <param name="elementSize">The size of an element in bytes.</param>
    /// <param name="buffer">Receives the block.</param>
    /// <returns>The number of elements of the block.</returns>
    public int Copy(int index, nint gradients, int elementSize, Span<byte> buffer)
    {
        buffer.Clear();
        var listed = Math.Max(_count, 1);
        var block = index < listed ? _blocks[index] : index == listed ? 0 : TensorCount - 1;
        var first = (nint)block * BlockReduction.Length;
        var end = nint.Min(first + BlockReduction.Length, TensorLength);
        for (var i = index < listed ? _firstRows[index] : rows.Count; i < rows.Count; i++)
        {
            var (row, place) = rows.Ordered(i);
            var start = (nint)row * rows.Columns;
            if (start >= end)
                break;
            var from = nint.Max(start, first);
            var length = nint.Min(start + rows.Columns, end) - from;
            new ReadOnlySpan<byte>((byte*)gradients + ((nint)place * rows.Columns + from - start) * elementSize, (int)length * elementSize)
                .CopyTo(buffer[((int)(from - first) * elementSize)..]);
        }

        return (int)(end - first);
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
        Span<T> stored = stackalloc T[BlockReduction.Length];
        var length = Copy(index, gradients, storage.ElementSize, MemoryMarshal.AsBytes(stored));
        if (storage.Format is null)
            return LaneSum<T, SquareSummand>.Of(stored[..length]);
        Span<T> decoded = stackalloc T[BlockReduction.Length];
        decoded = decoded[..(int)ElementStream.WholeBlocks(length)];
        fixed (T* address = stored)
            new TensorMemory((nint)address, length, storage.Format).Read(0, decoded);
        return LaneSum<T, SquareSummand>.Of(decoded[..length]);
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
