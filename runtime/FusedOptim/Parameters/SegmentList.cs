using System.Runtime.InteropServices;
using FusedOptim.Execution;

namespace FusedOptim;

/// <summary>
/// Segments that the threads of a team share by blocks, each segment cut from its start, so that no block reaches into
/// another. Blocks are numbered through all segments.
/// </summary>
/// <param name="blockLength">The number of elements of a block.</param>
internal sealed class SegmentList(int blockLength)
{
    private Segment[] _segments = [];
    // Of each segment, and the one after the last.
    private long[] _firstBlocks = new long[1];

    /// <summary>The number of elements of a block.</summary>
    public int BlockLength => blockLength;

    /// <summary>The number of segments.</summary>
    public int Count { get; private set; }

    /// <summary>The number of elements of all segments.</summary>
    public long ElementCount { get; private set; }

    /// <summary>The number of blocks.</summary>
    public long BlockCount => _firstBlocks[Count];

    /// <summary>A segment.</summary>
    public ref readonly Segment this[int index] => ref _segments[index];

    /// <summary>Removes all segments.</summary>
    public void Clear()
    {
        // What is gone must not be kept alive.
        Array.Clear(_segments, 0, Count);
        Count = 0;
        ElementCount = 0;
    }

    /// <summary>Adds a segment.</summary>
    public void Add(in Segment segment)
    {
        if (Count == _segments.Length)
        {
            Array.Resize(ref _segments, Math.Max(4, 2 * Count));
            Array.Resize(ref _firstBlocks, _segments.Length + 1);
        }

        _segments[Count++] = segment;
        ElementCount += segment.Count;
        Number();
    }

    /// <summary>Adds the gradients of a tensor. Where they are compact, the segment has the blocks that rows with a gradient reach into
    /// (<see cref="GradientBlocks"/>).</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="blocksOfZeros">How many blocks follow where they are compact.</param>
    public void AddGradients(Parameter tensor, int blocksOfZeros = 0) => Add(new Segment(
        tensor, tensor.Rows is { } rows ? (nint)(rows.Blocks.List() + blocksOfZeros) * blockLength : (nint)tensor.Count));

    /// <summary>Adds a segment, to the last one where that goes on.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="elementSize">The size of a value and a gradient in bytes.</param>
    public void Append(in Segment segment, int elementSize)
    {
        if (Count == 0 || !_segments[Count - 1].IsContinuedBy(segment, elementSize))
        {
            Add(segment);
            return;
        }

        _segments[Count - 1].Count += segment.Count;
        ElementCount += segment.Count;
        Number();
    }

    /// <summary>The first block of a segment, and the one after its last.</summary>
    public (long First, long End) BlocksOf(int segment) => (_firstBlocks[segment], _firstBlocks[segment + 1]);

    /// <summary>The segment that has a block, or <see cref="Count"/> where none has.</summary>
    public int IndexOf(long block)
    {
        // The last one that starts at or before it: none is empty.
        var index = Array.BinarySearch(_firstBlocks, 0, Count + 1, block);
        return index < 0 ? ~index - 1 : index;
    }

    /// <summary>Runs a work over the segments: on the calling thread where a team costs more than it saves.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="work">The work on the blocks.</param>
    public void Run(WorkerTeam team, BlockWork work) => team.Run(work, BlockCount, ElementCount);

    /// <summary>Adjacent blocks, segment by segment.</summary>
    /// <param name="first">The first block.</param>
    /// <param name="end">The block after the last.</param>
    public Enumerator Parts(long first, long end) => new(this, first, end);

    /// <summary>Sets all gradients to zero.</summary>
    /// <param name="elementSize">The size of a gradient in bytes.</param>
    public unsafe void ClearGradients(int elementSize)
    {
        for (var i = 0; i < Count; i++)
            NativeMemory.Clear((void*)_segments[i].Gradients, (nuint)(_segments[i].Count * elementSize));
    }

    private void Number()
    {
        ref readonly var last = ref _segments[Count - 1];
        _firstBlocks[Count] = _firstBlocks[Count - 1] + (last.Count + blockLength - 1) / blockLength;
    }

    /// <summary>Adjacent blocks of one segment.</summary>
    /// <param name="Segment">The index of the segment.</param>
    /// <param name="FirstBlock">The number of the first block.</param>
    /// <param name="Start">The index of the first element in the segment.</param>
    /// <param name="Length">The number of elements.</param>
    public readonly record struct Part(int Segment, long FirstBlock, nint Start, nint Length);

    /// <summary>Goes through adjacent blocks: for each segment those that it has.</summary>
    public struct Enumerator
    {
        private readonly SegmentList _list;
        private readonly long _end;
        private long _block;
        private int _next;

        public Enumerator(SegmentList list, long first, long end)
        {
            (_list, _block, _end) = (list, first, end);
            _next = first < end ? list.IndexOf(first) : 0;
        }

        public Part Current { get; private set; }

        public readonly Enumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_block >= _end)
                return false;
            var (first, end) = _list.BlocksOf(_next);
            var start = (nint)(_block - first) * _list.BlockLength;
            var to = Math.Min(end, _end);
            var length = nint.Min((nint)(to - first) * _list.BlockLength, _list[_next].Count) - start;
            Current = new Part(_next, _block, start, length);
            _block = to;
            _next++;
            return true;
        }
    }
}
