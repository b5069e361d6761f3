using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>
/// The squares of all gradients of a set, summed tensor by tensor: blocks counted from the tensor's start
/// (<see cref="LaneSum{T, TSummand}"/>), which the threads of a team share, added in order.
/// </summary>
internal sealed class GradientSquares<T> : IParallelWork
    where T : unmanaged
{
    // Below, a second thread costs more than it saves.
    private const int LeastSharedBlockCount = 4;

    private readonly IReadOnlyList<Parameter<T>> _parameters;
    private readonly long[] _firstBlocks;
    private readonly double[] _blocks;

    /// <summary>The squares of the gradients of some parameters.</summary>
    /// <param name="parameters">The parameters, none of which is added any more.</param>
    public GradientSquares(IReadOnlyList<Parameter<T>> parameters)
    {
        _parameters = parameters;
        _firstBlocks = new long[parameters.Count + 1];
        for (var i = 0; i < parameters.Count; i++)
            _firstBlocks[i + 1] = _firstBlocks[i] + (parameters[i].Count + BlockReduction.Length - 1) / BlockReduction.Length;
        _blocks = new double[_firstBlocks[^1]];
    }

    /// <summary>The sum over all parameters, in the order in which they were added.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="notFinite">The first parameter with which the sum is NaN or infinite, if any.</param>
    public double Sum(WorkerTeam team, out Parameter<T>? notFinite)
    {
        if (_blocks.Length < LeastSharedBlockCount)
        {
            team.CheckFloatingPointMode();
            Run(worker: 0, workerCount: 1);
        }
        else
        {
            team.Run(this);
        }

        var total = 0.0;
        notFinite = null;
        for (var i = 0; i < _parameters.Count; i++)
        {
            var sum = 0.0;
            for (var block = _firstBlocks[i]; block < _firstBlocks[i + 1]; block++)
                sum += _blocks[block];
            total += sum;
            if (notFinite is null && !double.IsFinite(total))
                notFinite = _parameters[i];
        }

        return total;
    }

    /// <inheritdoc/>
    public void Run(int worker, int workerCount)
    {
        var (first, end) = WorkerTeam.Share(_blocks.Length, worker, workerCount);
        // The parameter that holds the first block: the last one that starts at or before it.
        var index = Array.BinarySearch(_firstBlocks, first);
        for (index = index < 0 ? ~index - 1 : index; first < end; index++)
        {
            var gradients = (ReadOnlySpan<T>)_parameters[index].Gradients;
            for (; first < Math.Min(end, _firstBlocks[index + 1]); first++)
            {
                var start = (int)(first - _firstBlocks[index]) * BlockReduction.Length;
                var length = Math.Min(BlockReduction.Length, gradients.Length - start);
                _blocks[first] = LaneSum<T, SquareSummand>.Of(gradients.Slice(start, length));
            }
        }
    }
}
