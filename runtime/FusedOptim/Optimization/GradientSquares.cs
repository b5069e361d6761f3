using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>
/// The squares of the gradients of some parameters of a set, summed tensor by tensor: blocks (<see cref="TensorBlocks"/>),
/// which the threads of a team share, added in order.
/// </summary>
/// <param name="storage">The memory of the set.</param>
/// <param name="parameters">The parameters, in the order in which they were added to the set.</param>
internal sealed unsafe class GradientSquares(ParameterStorage storage, IReadOnlyList<Parameter> parameters) : IParallelWork
{
    private TensorBlocks? _blocks;
    private double[] _blockSums = [];
    private double[] _tensorSums = [];
    private nint _gradients;

    /// <summary>The parameters whose gradients are summed.</summary>
    public IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>The blocks of their tensors; known once something was summed.</summary>
    public TensorBlocks Blocks => _blocks!;

    /// <summary>The sum over all parameters, in the order in which they were added.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="notFinite">The first parameter with a gradient that is NaN or infinite, if any.</param>
    public SquareSum Sum(WorkerTeam team, out Parameter? notFinite)
    {
        SumTensors(team);
        var total = 0.0;
        foreach (var sum in _tensorSums)
            total += sum;
        notFinite = null;
        // Squares of floats neither overflow nor underflow.
        var exponent = SquareSum.ExponentFor(total);
        if (double.IsFinite(total) && (exponent == 0 || storage.ComputeSize == sizeof(float)))
            return new SquareSum(total);

        var reduced = 0.0;
        for (var i = 0; i < _tensorSums.Length; i++)
        {
            var sum = OfTensor(i);
            if (!sum.IsFinite)
            {
                notFinite = parameters[i];
                return new SquareSum(total);
            }

            reduced += sum.With(exponent);
        }

        return new SquareSum(reduced, exponent);
    }

    /// <summary>Sums over each tensor.</summary>
    /// <param name="team">The threads.</param>
    public void SumTensors(WorkerTeam team)
    {
        if (_blocks is null)
        {
            _blocks = new TensorBlocks(parameters);
            _blockSums = new double[_blocks.Count];
            _tensorSums = new double[parameters.Count];
        }

        _gradients = storage.Gradients;
        _blocks.Run(team, this);
        for (var i = 0; i < _tensorSums.Length; i++)
        {
            var sum = 0.0;
            var (first, end) = _blocks.Of(i);
            for (var block = first; block < end; block++)
                sum += _blockSums[block];
            _tensorSums[i] = sum;
        }
    }

    /// <summary>The sum over one tensor, once they are summed.</summary>
    /// <param name="index">The index of the parameter in <see cref="Parameters"/>.</param>
    public SquareSum OfTensor(int index)
    {
        var sum = _tensorSums[index];
        return storage.ComputeSize == sizeof(float)
            ? new SquareSum(sum)
            : SquareSum.Of(sum, Gradients<double>(parameters[index], 0, (int)parameters[index].Count));
    }

    /// <inheritdoc/>
    public void Run(int worker, int workerCount)
    {
        foreach (var block in Blocks.Share(worker, workerCount))
            _blockSums[block.Index] =
                storage.Format is not null ? DecodedSumOf(block) :
                storage.ComputeSize == sizeof(float) ? SumOf<float>(block) :
                SumOf<double>(block);
    }

    private double SumOf<T>(TensorBlocks.Part block)
        where T : unmanaged =>
        LaneSum<T, SquareSummand>.Of(Gradients<T>(parameters[block.Tensor], block.Start, block.Length));

    private double DecodedSumOf(TensorBlocks.Part block)
    {
        Span<float> gradients = stackalloc float[BlockReduction.Length];
        gradients = gradients[..ElementStream.WholeBlocks(block.Length)];
        storage.GradientStream.Read(parameters[block.Tensor].Offset + block.Start, gradients);
        return LaneSum<float, SquareSummand>.Of(gradients[..block.Length]);
    }

    private ReadOnlySpan<T> Gradients<T>(Parameter parameter, nint start, int length)
        where T : unmanaged =>
        new((T*)_gradients + parameter.Offset + start, length);
}
