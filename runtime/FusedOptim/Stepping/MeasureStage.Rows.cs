using FusedOptim.Numerics;
using FusedOptim.Schema;

namespace FusedOptim.Stepping;

/// <content>
/// Tensors with compact gradients: the blocks that rows with a gradient reach into are measured as those of the dense gradient; all others
/// give what a block of zeros gives. A whole block of zeros and the last block of the tensor, of zeros, follow the others.
/// </content>
internal sealed unsafe partial class MeasureStage
{
    private void RunRows(in SegmentList.Part part, int worker)
    {
        var place = _placed!.Places[part.Segment];
        var rows = place.Segment.Tensor.Rows!;
        var gradients = place.Segment.Gradients;
        var elementSize = place.Segment.Tensor.Storage.ElementSize;
        var summands = _summands.Of(worker, place.Rule.Phases.MeasureOf(place.Rule.Call.Phase).Reductions.Length);
        var buffer = stackalloc byte[BlockReduction.Length * sizeof(double)];
        place.Segment.Gradients = (nint)buffer;
        var block = part.FirstBlock;
        for (nint start = 0; start < part.Length; start += BlockReduction.Length)
        {
            var index = (int)((part.Start + start) / BlockReduction.Length);
            var length = rows.Blocks.Copy(index, gradients, elementSize, new Span<byte>(buffer, BlockReduction.Length * sizeof(double)));
            place.Segment.Count = length;
            place.Rule.Kernels.Run(place, 0, length, place.Rule.Call, worker, summands);
            Reduce(place.Rule, block++, length, summands);
        }
    }

    private double CombineRows(GradientRows rows, long first, long end, int reduction, ReductionKind kind)
    {
        var zero = _partials[(end - 2) * Results.Width + reduction];
        var zeroAtEnd = _partials[(end - 1) * Results.Width + reduction];
        var result = kind.Empty;
        var listed = first;
        var blocks = rows.Blocks;
        // Zeros add nothing to a sum.
        if (kind == ReductionKind.Sum && zero == 0 && zeroAtEnd == 0)
        {
            for (; listed < end - 2; listed++)
                result += _partials[listed * Results.Width + reduction];
            return result;
        }

        for (var block = 0; block < blocks.TensorCount; block++)
        {
            var isListed = listed < end - 2 && blocks.BlockOf((int)(listed - first)) == block;
            result = kind.Combine(
                result,
                isListed ? _partials[listed++ * Results.Width + reduction] : block == blocks.TensorCount - 1 ? zeroAtEnd : zero);
        }

        return result;
    }
}
