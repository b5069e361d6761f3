namespace FusedOptim;

/// <summary>
/// Clips the gradients of each tensor of a set to a greatest norm, in place. The pass that takes the norms writes nothing;
/// another one multiplies the tensors that are clipped, if there are any, and reads no others.
/// </summary>
internal sealed unsafe class TensorNormClipping(ParameterStorage storage) : IParallelWork
{
    private readonly Magnitude[] _factors = new Magnitude[storage.Parameters.Count];
    private GradientSquares? _squares;
    private nint _gradients;

    /// <summary>Clips.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="squares">The pass that takes the norms, over the parameters to clip.</param>
    /// <param name="maximumNorm">The greatest norm of a tensor.</param>
    /// <param name="gradientScale">What gradients are multiplied by later.</param>
    /// <returns>How many tensors were clipped.</returns>
    public int Run(WorkerTeam team, GradientSquares squares, double maximumNorm, double gradientScale)
    {
        _squares = squares;
        squares.SumTensors(team);
        var count = 0;
        for (var i = 0; i < squares.Parameters.Count; i++)
        {
            // A tensor that is not finite stays as it is, for the step to find.
            var sum = squares.OfTensor(i);
            _factors[i] = sum.IsFinite ? NormClipping.Factor(sum, maximumNorm, gradientScale) : Magnitude.Of(1);
            if (_factors[i].IsBelowOne)
                count++;
        }

        _gradients = storage.Gradients;
        if (count > 0)
            squares.Blocks.Run(team, this);
        return count;
    }

    /// <inheritdoc/>
    public void Run(int worker, int workerCount)
    {
        var squares = _squares!;
        foreach (var block in squares.Blocks.Share(worker, workerCount))
        {
            var factor = _factors[block.Tensor];
            if (!factor.IsBelowOne)
                continue;
            var start = squares.Parameters[block.Tensor].Offset + block.Start;
            if (storage.Format is not null)
                MultiplyDecoded(start, block.Length, factor);
            else if (storage.ElementSize == sizeof(float))
                NormClipping.Multiply(new Span<float>((float*)_gradients + start, block.Length), factor);
            else
                NormClipping.Multiply(new Span<double>((double*)_gradients + start, block.Length), factor);
        }
    }

    private void MultiplyDecoded(nint first, int length, Magnitude factor)
    {
        var gradients = storage.GradientStream;
        Span<float> values = stackalloc float[StorageFormat.BlockLength];
        for (var start = first; start < first + length; start += StorageFormat.BlockLength)
        {
            gradients.Read(start, values);
            NormClipping.Multiply(values, factor);
            gradients.Write(start, values, noise: default);
        }
    }
}
