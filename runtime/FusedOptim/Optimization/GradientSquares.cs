namespace FusedOptim;

/// <summary>
/// The squares of all gradients of a set, summed tensor by tensor: blocks (<see cref="TensorBlocks"/>), which the
/// threads of a team share, added in order.
/// </summary>
internal sealed class GradientSquares<T> : IParallelWork
    where T : unmanaged
{
    private readonly IReadOnlyList<Parameter<T>> _parameters;
    private readonly TensorBlocks _blocks;
    private readonly double[] _sums;

    /// <summary>The squares of the gradients of some parameters.</summary>
    /// <param name="parameters">The parameters, none of which is added any more.</param>
    public GradientSquares(IReadOnlyList<Parameter<T>> parameters)
    {
        _parameters = parameters;
        _blocks = new TensorBlocks(parameters);
        _sums = new double[_blocks.Count];
    }

    /// <summary>The sum over all parameters, in the order in which they were added.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="notFinite">The first parameter with which the sum is NaN or infinite, if any.</param>
    public double Sum(WorkerTeam team, out Parameter<T>? notFinite)
    {
        if (_blocks.IsWorthSharing)
        {
            team.Run(this);
        }
        else
        {
            team.CheckFloatingPointMode();
            Run(worker: 0, workerCount: 1);
        }

        var total = 0.0;
        notFinite = null;
        for (var i = 0; i < _parameters.Count; i++)
        {
            var sum = 0.0;
            var (first, end) = _blocks.Of(i);
            for (var block = first; block < end; block++)
                sum += _sums[block];
            total += sum;
            if (notFinite is null && !double.IsFinite(total))
                notFinite = _parameters[i];
        }

        return total;
    }

    /// <inheritdoc/>
    public void Run(int worker, int workerCount)
    {
        foreach (var block in _blocks.Share(worker, workerCount))
        {
            var gradients = (ReadOnlySpan<T>)_parameters[block.Tensor].Gradients;
            _sums[block.Index] = LaneSum<T, SquareSummand>.Of(gradients.Slice((int)block.Start, block.Length));
        }
    }
}
