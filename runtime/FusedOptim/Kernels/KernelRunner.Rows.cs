using FusedOptim.Formats;

namespace FusedOptim.Kernels;

/// <content>Rows of parameters with compact gradients, where operands have formats.</content>
internal sealed partial class KernelRunner
{
    // Rows of whole blocks are as adjacent in formats as they are without.
    private static bool AreApart(in SegmentPlace place) =>
        place.Segment.Tensor.Rows is { } rows && rows.Columns % StorageFormat.BlockLength != 0;

    /// <summary>Runs a phase over rows, one by one: each starts a block of formats, so that no block has elements of two rows.</summary>
    private void RunRowsInFormats(in SegmentPlace place, nint start, nint count, in PhaseCall call, int worker)
    {
        nint columns = place.Segment.Tensor.Rows!.Columns;
        var stride = ElementStream.WholeBlocks(columns);
        for (var row = start / columns; row < (start + count) / columns; row++)
        {
            var segment = place.Segment.Part(row * columns, columns, row * stride, _storage.ElementSize);
            RunDecoded(segment, new StatePlace(row * stride, row * (columns - stride), IsRow: true), 0, columns, call, worker, summands: default);
        }
    }
}
