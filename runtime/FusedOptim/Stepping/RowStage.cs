using FusedOptim.Execution;
using FusedOptim.Kernels;

namespace FusedOptim.Stepping;

/// <summary>
/// One updating phase of every rule over the rows that have a gradient, or an evaluating one over all rows, of parameters with compact gradients.
/// The threads of a team share runs of adjacent rows.
/// </summary>
/// <param name="elementSize">The size of an element of the set in bytes.</param>
internal sealed class RowStage(int elementSize) : BlockWork
{
    private PlacedSegments? _placed;
    private bool _evaluates;
    // Of each parameter, and the one after the last.
    private long[] _firstRuns = new long[1];

    /// <summary>Runs an updating phase of each rule that has it, as the rules have set it (<see cref="SteppedRule.Call"/>).</summary>
    /// <param name="team">The threads.</param>
    /// <param name="placed">The parameters.</param>
    /// <param name="update">The index of the phase among the updating ones.</param>
    public void Update(WorkerTeam team, PlacedSegments placed, int update)
    {
        Begin(placed, evaluates: false);
        var places = placed.Places;
        long elements = 0;
        for (var i = 0; i < places.Length; i++)
        {
            var phases = places[i].Rule.Phases;
            var rows = places[i].Segment.Tensor.Rows!;
            var isRun = phases.FirstUpdate + update < phases.UpdateEnd;
            _firstRuns[i + 1] = _firstRuns[i] + (isRun ? rows.RunCount : 0);
            elements += isRun ? rows.ElementCount : 0;
        }

        Run(team, elements);
    }

    /// <summary>Runs the evaluating phase, as the rules have set it.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="placed">The parameters, whose rules all have the phase.</param>
    public void Evaluate(WorkerTeam team, PlacedSegments placed)
    {
        Begin(placed, evaluates: true);
        var places = placed.Places;
        for (var i = 0; i < places.Length; i++)
            _firstRuns[i + 1] = _firstRuns[i] + places[i].Segment.Tensor.Rows!.WholeRunCount;
        Run(team, placed.Segments.ElementCount);
    }

    /// <inheritdoc/>
    public override void Run(long first, long end, int worker)
    {
        var places = _placed!.Places;
        var index = Array.BinarySearch(_firstRuns, 0, places.Length + 1, first);
        index = index < 0 ? ~index - 1 : index;
        while (first < end)
        {
            while (_firstRuns[index + 1] <= first)
                index++;
            var last = Math.Min(end, _firstRuns[index + 1]);
            Run(places[index], (int)(first - _firstRuns[index]), (int)(last - _firstRuns[index]), worker);
            first = last;
        }
    }

    private void Begin(PlacedSegments placed, bool evaluates)
    {
        (_placed, _evaluates) = (placed, evaluates);
        if (_firstRuns.Length <= placed.Segments.Count)
            _firstRuns = new long[placed.Segments.Count + 1];
    }

    private void Run(WorkerTeam team, long elements)
    {
        if (_firstRuns[_placed!.Segments.Count] > 0)
            team.Run(this, _firstRuns[_placed.Segments.Count], elements);
    }

    private void Run(SegmentPlace place, int first, int end, int worker)
    {
        var rows = place.Segment.Tensor.Rows!;
        var gradients = place.Segment.Gradients;
        for (var run = first; run < end; run++)
        {
            int row, count;
            if (_evaluates)
                (row, count) = rows.WholeRun(run);
            else
            {
                (row, var compact, count) = rows.Run(run);
                // Counted from the first row of the parameter, as values and states are.
                place.Segment.Gradients = gradients + ((nint)compact - row) * rows.Columns * elementSize;
            }

            place.Rule.Kernels.Run(place, (nint)row * rows.Columns, (nint)count * rows.Columns, place.Rule.Call, worker);
        }
    }
}
