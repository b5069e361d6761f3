using System.Runtime.Intrinsics.X86;
using FusedOptim.Execution;
using FusedOptim.Groups;
using FusedOptim.Kernels;
using FusedOptim.Memory;

namespace FusedOptim.Stepping;

/// <summary>
/// One updating phase of every rule over the rows that have a gradient, or an evaluating one over all rows, of parameters with compact gradients.
/// The threads of a team share runs of adjacent rows.
/// </summary>
/// <param name="elementSize">The size of an element of the set in bytes.</param>
/// <param name="computeSize">The size of an element that kernels compute with.</param>
internal sealed unsafe class RowStage(int elementSize, int computeSize) : BlockWork
{
    // Rows are apart in memory, and the processor does not foresee them: so many bytes of each operand are asked for so many runs before.
    private const int RunsAhead = 8;
    private const int LongestAhead = 1024;

    private PlacedSegments? _placed;
    private bool _evaluates;
    private bool _isFirst;
    // Of each parameter, and the one after the last.
    private long[] _firstRuns = new long[1];

    /// <summary>Runs an updating phase of each rule that has it, as the rules have set it (<see cref="SteppedRule.Call"/>).</summary>
    /// <param name="team">The threads.</param>
    /// <param name="placed">The parameters.</param>
    /// <param name="update">The index of the phase among the updating ones.</param>
    public void Update(WorkerTeam team, PlacedSegments placed, int update)
    {
        Begin(placed, evaluates: false);
        _isFirst = update == 0;
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
        var decay = _isFirst && !_evaluates ? Membership.Of(place.Segment).States!.Decay : null;
        for (var run = first; run < end; run++)
        {
            int row, count;
            if (_evaluates)
                (row, count) = rows.WholeRun(run);
            else
            {
                if (run + RunsAhead < end)
                    Prefetch(place, gradients, rows.Run(run + RunsAhead));
                (row, var compact, count) = rows.Run(run);
                // Counted from the first row of the parameter, as values and states are.
                place.Segment.Gradients = gradients + ((nint)compact - row) * rows.Columns * elementSize;
                decay?.CatchUp(place.Segment.Tensor, row, count);
            }

            place.Rule.Kernels.Run(place, (nint)row * rows.Columns, (nint)count * rows.Columns, place.Rule.Call, worker);
        }
    }

    private void Prefetch(in SegmentPlace place, nint gradients, (int Row, int Place, int Count) run)
    {
        if (!Sse.IsSupported)
            return;
        nint columns = place.Segment.Tensor.Rows!.Columns;
        var start = run.Row * columns;
        var length = run.Count * columns;
        Prefetch(place.Segment.Values + start * elementSize, length * elementSize);
        Prefetch(gradients + run.Place * columns * elementSize, length * elementSize);
        var formats = place.Rule.Formats;
        for (var state = 0; state < place.States.Length; state++)
        {
            if (formats[state] is null)
                Prefetch(place.States[state] + start * computeSize, length * computeSize);
        }
    }

    private static void Prefetch(nint address, nint byteCount)
    {
        var end = address + nint.Min(byteCount, LongestAhead);
        for (var line = address; line < end; line += Slab.Alignment)
            Sse.Prefetch1((void*)line);
    }
}
