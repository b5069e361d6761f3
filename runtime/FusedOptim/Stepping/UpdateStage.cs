using FusedOptim.Execution;
using FusedOptim.Kernels;

namespace FusedOptim.Stepping;

/// <summary>
/// One updating or evaluating phase of every rule over all segments, whose blocks the threads of a team share.
/// </summary>
internal sealed class UpdateStage : BlockWork
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
    public override void Run(long first, long end, int worker)
    {
        var places = _placed!.Places;
        var segments = _placed.Segments;
        if (end - first == segments.BlockCount)
        {
            // Without a look for blocks: small steps take hardly longer than their kernel.
            foreach (ref readonly var place in places)
                Run(place, 0, place.Segment.Count, worker);
            return;
        }

        // As SegmentList.Parts, out of what the places have.
        var block = first;
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
