using FusedOptim.Formats;

namespace FusedOptim.Groups;

/// <summary>The elements of a parameter in the memory of a state: one for each element, row or column.</summary>
/// <param name="Elements">The memory of the state.</param>
/// <param name="First">The index of the first one, which starts a block.</param>
/// <param name="Count">Their number, without padding.</param>
/// <param name="PartLength">The number of elements that are adjacent: all, or, where each row of the parameter starts a block of its own, those of
/// a row.</param>
internal readonly record struct StateRange(ElementStream Elements, nint First, nint Count, nint PartLength)
{
    /// <summary>The number of elements of whole blocks.</summary>
    public nint PaddedCount => PartCount * PaddedPartLength;

    private nint PartCount => Count / PartLength;

    private nint PaddedPartLength => ElementStream.WholeBlocks(PartLength);

    /// <summary>The elements as they are stored.</summary>
    /// <param name="computeSize">The bytes of an element that kernels compute with.</param>
    public StoredElements Stored(int computeSize) => Elements.Stored(First, Elements.Format is null ? Count : PaddedCount, computeSize);

    /// <summary>The blocks, in order.</summary>
    public Enumerator Blocks => new(this);

    /// <summary>A block of elements: the index of the first in the memory of the state and among the elements of the parameter, and their
    /// number.</summary>
    public readonly record struct Block(nint Index, nint Element, int Length);

    /// <summary>Goes through the blocks.</summary>
    public struct Enumerator(in StateRange range)
    {
        private readonly StateRange _range = range;
        private nint _part;
        private nint _start = -StorageFormat.BlockLength;

        public Block Current { get; private set; }

        public readonly Enumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            _start += StorageFormat.BlockLength;
            if (_start >= _range.PartLength)
                (_part, _start) = (_part + 1, 0);
            if (_part >= _range.PartCount)
                return false;
            Current = new Block(
                _range.First + _part * _range.PaddedPartLength + _start, _part * _range.PartLength + _start,
                (int)nint.Min(StorageFormat.BlockLength, _range.PartLength - _start));
            return true;
        }
    }
}
