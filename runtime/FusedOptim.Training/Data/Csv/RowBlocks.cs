using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FusedOptim.Training.Data;

/// <summary>
/// Rows of numbers whose count is known at their end. They are kept in blocks outside of the managed heap, each twice as large as
/// the one before, and freed block by block as they are copied to one array: neither growing nor copying holds all of them twice.
/// </summary>
/// <param name="width">The number of numbers in a row.</param>
internal sealed unsafe class RowBlocks<T>(int width) : IDisposable
    where T : unmanaged
{
    private const long SmallestBlock = 1 << 16;
    private const long LargestBlock = 1 << 26;

    private readonly List<(nint Address, int Rows)> _blocks = [];
    private T* _next;
    private int _rest;

    /// <summary>Gets the number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Gets whether there can be one more row: an array can hold them all.</summary>
    public bool HasRoom => (Count + 1L) * width <= Array.MaxLength;

    /// <summary>Gets the memory of the next row, which counts when it is committed.</summary>
    public Span<T> Next
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (_rest == 0)
                AddBlock();
            return new Span<T>(_next, width);
        }
    }

    /// <summary>Counts the next row, whose memory has been written.</summary>
    public void Commit()
    {
        _next += width;
        _rest--;
        Count++;
    }

    /// <summary>Moves all rows to an array; afterwards there are none here.</summary>
    public T[] ToArray()
    {
        var numbers = GC.AllocateUninitializedArray<T>(Count * width);
        var start = 0;
        for (var i = 0; i < _blocks.Count; i++)
        {
            var (address, rows) = _blocks[i];
            var length = Math.Min(rows * width, numbers.Length - start);
            new Span<T>((void*)address, length).CopyTo(numbers.AsSpan(start));
            start += length;
            NativeMemory.Free((void*)address);
            _blocks[i] = default;
        }

        Dispose();
        return numbers;
    }

    public void Dispose()
    {
        foreach (var (address, _) in _blocks)
            NativeMemory.Free((void*)address);
        _blocks.Clear();
        _next = null;
        _rest = 0;
        Count = 0;
    }

    private void AddBlock()
    {
        var size = _blocks.Count < 10 ? SmallestBlock << _blocks.Count : LargestBlock;
        var rows = (int)Math.Max(1, size / ((long)width * sizeof(T)));
        _blocks.Add(((nint)NativeMemory.Alloc((nuint)rows * (nuint)width, (nuint)sizeof(T)), rows));
        _next = (T*)_blocks[^1].Address;
        _rest = rows;
    }
}
