using FusedOptim.Execution;
using FusedOptim.Formats;
using FusedOptim.Numerics;

namespace FusedOptim.Clipping;

/// <summary>
/// The squares of the gradients of some parameters of a set, summed tensor by tensor: blocks, which the threads of a team share,
/// added in order.
/// </summary>
/// <param name="storage">The memory of the set.</param>
/// <param name="tensors">The tensors, in the order in which they were added to the set.</param>
internal sealed class GradientSquares(ParameterStorage storage, SegmentList tensors) : BlockWork
{
    private double[] _blockSums = [];
    private double[] _tensorSums = [];

    /// <summary>The tensors whose gradients are summed.</summary>
    public SegmentList Tensors => tensors;

    /// <summary>The sum over all parameters, in the order in which they were added.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="notFinite">The first parameter with a gradient that is NaN or infinite, if any.</param>
    public SquareSum Sum(WorkerTeam team, out Parameter? notFinite)
    {
        SumTensors(team);
        var total = 0.0;
        for (var i = 0; i < tensors.Count; i++)
            total += _tensorSums[i];
        notFinite = null;
        // Squares of floats neither overflow nor underflow.
        var exponent = SquareSum.ExponentFor(total);
        if (double.IsFinite(total) && (exponent == 0 || storage.ComputeSize == sizeof(float)))
            return new SquareSum(total);

        var reduced = 0.0;
        for (var i = 0; i < tensors.Count; i++)
        {
            var sum = OfTensor(i);
            if (!sum.IsFinite)
            {
                notFinite = tensors[i].Tensor;
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
        if (_blockSums.Length < tensors.BlockCount)
            _blockSums = new double[tensors.BlockCount];
        if (_tensorSums.Length < tensors.Count)
            _tensorSums = new double[tensors.Count];

        tensors.Run(team, this);
        for (var i = 0; i < tensors.Count; i++)
        {
            var sum = 0.0;
            var (first, end) = tensors.BlocksOf(i);
            for (var block = first; block < end; block++)
                sum += _blockSums[block];
            _tensorSums[i] = sum;
        }
    }

    /// <summary>The sum over one tensor, once they are summed.</summary>
    /// <param name="index">The index of the tensor in <see cref="Tensors"/>.</param>
    public SquareSum OfTensor(int index)
    {
        var sum = _tensorSums[index];
        return
            storage.ComputeSize == sizeof(float) ? new SquareSum(sum) :
            tensors[index].Tensor.Rows is { } rows ? OfRows(sum, rows, tensors[index].Gradients) :
            SquareSum.Of(sum, GradientsOf(index).Span<double>(0, (int)tensors[index].Count));
    }

    /// <inheritdoc/>
    public override void Run(long first, long end, int worker)
    {
        foreach (var part in tensors.Parts(first, end))
        {
            var gradients = GradientsOf(part.Segment);
            var block = part.FirstBlock;
            if (tensors[part.Segment].Tensor.Rows is { } rows)
            {
                for (nint start = 0; start < part.Length; start += BlockReduction.Length)
                    _blockSums[block++] = rows.Blocks.SquaresOf((int)((part.Start + start) / BlockReduction.Length), gradients.Address, storage);
                continue;
            }

            for (nint start = 0; start < part.Length; start += BlockReduction.Length)
            {
                var length = (int)nint.Min(BlockReduction.Length, part.Length - start);
                _blockSums[block++] =
                    storage.Format is not null ? DecodedSumOf(gradients, part.Start + start, length) :
                    storage.ComputeSize == sizeof(float) ? SumOf<float>(gradients, part.Start + start, length) :
                    SumOf<double>(gradients, part.Start + start, length);
            }
        }
    }

    // In ascending order of the rows, which is that of the dense gradient without its zeros.
    private static SquareSum OfRows(double sum, GradientRows rows, nint gradients)
    {
        var exponent = SquareSum.ExponentFor(sum);
        if (exponent == 0)
            return new SquareSum(sum);
        var reduced = 0.0;
        var memory = new TensorMemory(gradients, rows.ElementCount, Format: null);
        for (var i = 0; i < rows.Count; i++)
            reduced = SquareSum.Add(reduced, exponent, memory.Span<double>((nint)rows.Ordered(i).Place * rows.Columns, rows.Columns));
        return SquareSum.Of(sum, reduced, exponent);
    }

    private static double SumOf<T>(TensorMemory gradients, nint start, int length)
        where T : unmanaged =>
        LaneSum<T, SquareSummand>.Of(gradients.Span<T>(start, length));

    private static double DecodedSumOf(TensorMemory gradients, nint start, int length)
    {
        Span<float> decoded = stackalloc float[BlockReduction.Length];
        decoded = decoded[..(int)ElementStream.WholeBlocks(length)];
        gradients.Read(start, decoded);
        return LaneSum<float, SquareSummand>.Of(decoded[..length]);
    }

    private TensorMemory GradientsOf(int index) => new(tensors[index].Gradients, tensors[index].Count, storage.Format);
}
