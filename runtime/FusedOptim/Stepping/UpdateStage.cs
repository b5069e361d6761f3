using FusedOptim.Execution;
using FusedOptim.Groups;
using FusedOptim.Kernels;

namespace FusedOptim.Stepping;

/// <summary>
/// One updating or evaluating phase of every rule over all segments, shared by the threads of a team: the blocks of the
/// segments, one after the other, are dealt out in equal parts.
/// </summary>
/// <param name="rules">The rules, to which some may be added.</param>
internal sealed class UpdateStage(List<SteppedRule> rules) : IParallelWork
{
    private SegmentList? _segments;

    /// <summary>Runs the phases that the rules have set (<see cref="SteppedRule.Call"/>).</summary>
    /// <param name="team">The threads.</param>
    /// <param name="segments">The segments.</param>
    public void Run(WorkerTeam team, SegmentList segments)
    {
        _segments = segments;
        segments.Run(team, this);
    }

    /// <inheritdoc/>
    public void Run(int worker, int workerCount)
    {
        var segments = _segments!;
        if (workerCount == 1)
        {
            // Without shares: small steps take hardly longer than their kernel.
            for (var i = 0; i < segments.Count; i++)
                Run(segments[i], 0, segments[i].Count, worker);
            return;
        }

        foreach (var part in segments.Share(worker, workerCount))
            Run(segments[part.Segment], part.Start, part.Length, worker);
    }

    private void Run(in Segment segment, nint start, nint count, int worker)
    {
        var rule = rules[Membership.Of(segment).Group.RuleIndex];
        rule.Kernels.Run(segment, start, count, rule.Call, worker);
    }
}
