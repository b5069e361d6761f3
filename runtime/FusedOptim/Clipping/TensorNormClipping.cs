using FusedOptim.Execution;
using FusedOptim.Formats;
using FusedOptim.Numerics;

namespace FusedOptim.Clipping;

/// <summary>
/// Clips the gradients of each tensor of a set to a greatest norm, in place. The pass that takes the norms writes nothing;
/// another one multiplies the tensors that are clipped, if there are any, and reads no others.
/// </summary>
internal sealed class TensorNormClipping(ParameterStorage storage) : BlockWork
{
    private Magnitude[] _factors = [];
    private GradientSquares? _squares;

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
        if (_factors.Length < squares.Tensors.Count)
            _factors = new Magnitude[squares.Tensors.Count];
        var count = 0;
        for (var i = 0; i < squares.Tensors.Count; i++)
        {
            // A tensor that is not finite stays as it is, for the step to find.
            var sum = squares.OfTensor(i);
            _factors[i] = sum.IsFinite ? NormClipping.Factor(sum, maximumNorm, gradientScale) : Magnitude.Of(1);
            if (_factors[i].IsBelowOne)
                count++;
        }

        if (count > 0)
            squares.Tensors.Run(team, this);
        return count;
    }

    /// <inheritdoc/>
    public override void Run(long first, long end, int worker)
    {
        var tensors = _squares!.Tensors;
        foreach (var part in tensors.Parts(first, end))
        {
            var factor = _factors[part.Segment];
            if (!factor.IsBelowOne)
                continue;
            ref readonly var tensor = ref tensors[part.Segment];
            // Compact gradients are not where the blocks are: the thread of the first block has them all.
            if (tensor.Tensor.Rows is not { } rows)
                Multiply(tensor.Gradients, part.Start, part.Length, factor);
            else if (part.Start == 0)
                Multiply(tensor.Gradients, 0, rows.ElementCount, factor);
        }
    }

    private void Multiply(nint address, nint first, nint length, Magnitude factor)
    {
        var gradients = new TensorMemory(address, first + length, storage.Format);
        if (storage.Format is not null)
            MultiplyDecoded(gradients, first, length, factor);
        else if (storage.ElementSize == sizeof(float))
            NormClipping.Multiply(gradients.Span<float>(first, (int)length), factor);
        else
            NormClipping.Multiply(gradients.Span<double>(first, (int)length), factor);
    }

    private static void MultiplyDecoded(TensorMemory gradients, nint first, nint length, Magnitude factor)
    {
        Span<float> values = stackalloc float[StorageFormat.BlockLength];
        for (var start = first; start < first + length; start += StorageFormat.BlockLength)
        {
            gradients.Read(start, values);
            NormClipping.Multiply(values, factor);
            gradients.Write<float>(start, values, noise: default);
        }
    }
}
