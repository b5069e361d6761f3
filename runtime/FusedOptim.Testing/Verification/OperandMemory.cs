using System.Numerics;
using System.Runtime.InteropServices;

namespace FusedOptim.Testing;

/// <summary>
/// Native memory for the operands of one kernel call: the parameter, the gradient, then the states and what follows
/// them, the weights to evaluate with; or its buffers of summands. Each operand starts as many elements past a 64-byte border as asked,
/// and has a margin on both sides that nothing may write to. Operands of rows and columns have other lengths than those of elements.
/// </summary>
internal sealed unsafe class OperandMemory<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int MarginBytes = 256;
    private const byte Canary = 0xA5;

    private readonly nint[] _blocks;
    private readonly nint[] _borders;
    private readonly int[] _counts;
    private readonly int _blockBytes;

    public OperandMemory(int otherOperandCount, int capacity)
    {
        _blockBytes = (2 * MarginBytes + capacity * sizeof(T) + 63) / 64 * 64;
        _blocks = new nint[2 + otherOperandCount];
        _borders = new nint[_blocks.Length];
        _counts = new int[_blocks.Length];
        for (var index = 0; index < _blocks.Length; index++)
        {
            _blocks[index] = (nint)NativeMemory.AlignedAlloc((nuint)_blockBytes, 64);
            _borders[index] = _blocks[index] + MarginBytes;
        }

        Place(capacity, 0);
    }

    /// <summary>Memory for as many operands, whatever they are.</summary>
    public static OperandMemory<T> Of(int operandCount, int capacity) => new(operandCount - 2, capacity);

    /// <summary>The addresses of the 64-byte borders that the operands are counted from.</summary>
    public ReadOnlySpan<nint> Borders => _borders;

    public int OperandCount => _blocks.Length;

    public int Offset { get; private set; }

    /// <summary>The length of the parameter.</summary>
    public int Count => _counts[0];

    public Span<T> Parameter => this[0];

    public Span<T> Gradient => this[1];

    public Span<T> this[int operand] => new((T*)_borders[operand] + Offset, _counts[operand]);

    public Span<T> State(int index) => this[2 + index];

    /// <summary>Moves the operands, and writes the margins again.</summary>
    public void Place(int count, int offset)
    {
        Array.Fill(_counts, count);
        Place(_counts, offset);
    }

    /// <summary>Moves the operands, each with its length, and writes the margins again.</summary>
    public void Place(ReadOnlySpan<int> counts, int offset)
    {
        foreach (var count in counts)
        {
            if (MarginBytes + (offset + count) * sizeof(T) > _blockBytes - 64)
                throw new ArgumentOutOfRangeException(nameof(counts), count, "The operand must leave a margin.");
        }

        counts.CopyTo(_counts);
        Offset = offset;
        foreach (var block in _blocks)
            new Span<byte>((void*)block, _blockBytes).Fill(Canary);
    }

    /// <summary>Takes the places and the values of other operands.</summary>
    public void CopyPlaced(OperandMemory<T> other)
    {
        Place(other._counts, other.Offset);
        CopyFrom(other);
    }

    public void CopyFrom(OperandMemory<T> other)
    {
        for (var operand = 0; operand < OperandCount; operand++)
            other[operand].CopyTo(this[operand]);
    }

    /// <summary>The first write outside the operands, or null: where, and how many bytes from the nearer end.</summary>
    public (int Operand, int ByteCount, bool IsBehind)? FindWriteOutside()
    {
        for (var operand = 0; operand < OperandCount; operand++)
        {
            var block = new ReadOnlySpan<byte>((void*)_blocks[operand], _blockBytes);
            var start = MarginBytes + Offset * sizeof(T);
            var end = start + _counts[operand] * sizeof(T);
            if (block[..start].ContainsAnyExcept(Canary))
                return (operand, start - block[..start].IndexOfAnyExcept(Canary), false);
            if (block[end..].ContainsAnyExcept(Canary))
                return (operand, block[end..].IndexOfAnyExcept(Canary), true);
        }

        return null;
    }

    public void Dispose()
    {
        foreach (var block in _blocks)
            NativeMemory.AlignedFree((void*)block);
    }
}
