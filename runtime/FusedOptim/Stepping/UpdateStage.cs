using FusedOptim.Execution;
using FusedOptim.Kernels;

namespace FusedOptim.Stepping;

/// <summary>
/// One updating or evaluating phase of every rule over all segments, shared by the threads of a team: the blocks of the
/// segments, one after the other, are dealt out in equal parts.
/// </summary>
internal sealed class UpdateStage : IParallelWork
{
    private PlacedSegments? _placed;

    /// <summary>Runs the phases that the rules have set (<see cref="SteppedRule.Call"/>).</summary>
    /// <param name="team">The threads.</param>
    /// <param name="placed">The segments.</param>
    public void Run(WorkerTeam team, PlacedSegments placed)
    {
        _placed = placed;
        placed.Segments.Run(team, this);
    }

    /// <inheritdoc/>
    public void Run(int worker, int workerCount)
    {
        var places = _placed!.Places;
        if (workerCount == 1)
        {
            // Without shares: small steps take hardly longer than their kernel.
            foreach (ref readonly var place in places)
                Run(place, 0, place.Segment.Count, worker);
            return;
        }

        // As SegmentList.Share, out of what the places have.
        var segments = _placed.Segments;
        var (block, end) = WorkerTeam.Share(segments.BlockCount, worker, workerCount);
        if (block == end)
            return;
        var index = segments.IndexOf(block);
        var start = (nint)(block - segments.BlocksOf(index).First) * segments.BlockLength;
        for (; block < end; index++)
        {
            ref readonly var place = ref places[index];
            var count = nint.Min(place.Segment.Count - start, (nint)(end - block) * segments.BlockLength);
            Run(place, start, count, worker);
            block += (count + segments.BlockLength - 1) / segments.BlockLength;
            start = 0;
        }
    }

    private static void Run(in SegmentPlace place, nint start, nint count, int worker) =>
        place.Rule.Kernels.Run(place, start, count, place.Rule.Call, worker);
}
