using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>
/// Tensors cut into blocks of <see cref="BlockReduction.Length"/> elements, each tensor from its start, so that no
/// block reaches into another tensor or into padding. Blocks are numbered through all tensors.
/// </summary>
internal sealed class TensorBlocks
{
    private readonly long[] _elementCounts;
    private readonly long[] _firstBlocks;
    private readonly long _elementCount;

    /// <summary>The blocks of some parameters.</summary>
    /// <param name="parameters">The parameters, in the order in which blocks are numbered.</param>
    public TensorBlocks(IReadOnlyList<Parameter> parameters)
    {
        _elementCounts = [.. parameters.Select(parameter => parameter.Count)];
        _firstBlocks = new long[parameters.Count + 1];
        for (var i = 0; i < parameters.Count; i++)
        {
            var count = (_elementCounts[i] + BlockReduction.Length - 1) / BlockReduction.Length;
            _firstBlocks[i + 1] = _firstBlocks[i] + count;
        }

        _elementCount = _elementCounts.Sum();
    }

    /// <summary>The number of blocks.</summary>
    public long Count => _firstBlocks[^1];

    /// <summary>The first block of a tensor, and the one after its last.</summary>
    public (long First, long End) Of(int tensor) => (_firstBlocks[tensor], _firstBlocks[tensor + 1]);

    /// <summary>Runs a work over the blocks: on the calling thread where a team costs more than it saves.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="work">The work, which shares these blocks.</param>
    public void Run(WorkerTeam team, IParallelWork work) => team.Run(work, _elementCount);

    /// <summary>One worker's part of the blocks, in order.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="workerCount">The number of workers.</param>
    /// <param name="runLength">How many whole blocks of one tensor may be taken at once.</param>
    public Enumerator Share(int worker, int workerCount, int runLength = 1) =>
        new(this, WorkerTeam.Share(Count, worker, workerCount), runLength);

    /// <summary>A part of one tensor: a block, or some whole ones.</summary>
    /// <param name="Index">The number of the first block.</param>
    /// <param name="Tensor">The index of the tensor.</param>
    /// <param name="Start">The index of its first element in the tensor.</param>
    /// <param name="Length">The number of elements.</param>
    public readonly record struct Part(long Index, int Tensor, nint Start, int Length);

    /// <summary>Goes through adjacent blocks.</summary>
    public struct Enumerator
    {
        private readonly TensorBlocks _blocks;
        private readonly long _end;
        private readonly int _runLength;
        private long _index;
        private long _count;
        private int _tensor;

        public Enumerator(TensorBlocks blocks, (long First, long End) part, int runLength)
        {
            (_blocks, _end, _runLength) = (blocks, part.End, runLength);
            (_index, _count) = (part.First, 0);
            // The tensor that holds the first block: the last one that starts at or before it.
            var tensor = Array.BinarySearch(blocks._firstBlocks, part.First);
            _tensor = tensor < 0 ? ~tensor - 1 : tensor;
        }

        public readonly Part Current
        {
            get
            {
                var start = (nint)(_index - _blocks._firstBlocks[_tensor]) * BlockReduction.Length;
                var length = (int)Math.Min(_count * BlockReduction.Length, _blocks._elementCounts[_tensor] - start);
                return new Part(_index, _tensor, start, length);
            }
        }

        public readonly Enumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            _index += _count;
            if (_index >= _end)
                return false;
            if (_index == _blocks._firstBlocks[_tensor + 1])
                _tensor++;
            // A last block that is shorter goes alone.
            var whole = _blocks._firstBlocks[_tensor] + _blocks._elementCounts[_tensor] / BlockReduction.Length;
            _count = Math.Max(1, Math.Min(Math.Min(whole, _end) - _index, _runLength));
            return true;
        }
    }
}
