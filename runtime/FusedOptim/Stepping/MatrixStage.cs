using System.Runtime.InteropServices;
using FusedOptim.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.Groups;
using FusedOptim.Kernels;
using FusedOptim.Matrices;
using FusedOptim.Memory;
using FusedOptim.Numerics;

namespace FusedOptim.Stepping;

/// <summary>
/// The measuring phases of rules that see rows and columns, over the elements, rows or columns of all their tensors. The threads of a team share
/// the units of the tensors (<see cref="UnitPartition"/>).
/// </summary>
internal sealed unsafe class MatrixStage : BlockWork, IDisposable
{
    // Values, gradients and the states of most rules come before.
    private const int FirstStream = 6;

    private readonly List<SteppedRule> _rules;
    private readonly ReductionResults _results;
    private readonly SummandBuffers _summands;
    private PlacedSegments? _placed;
    private int _phase;
    // Of each tensor, and the one after the last.
    private long[] _firstUnits = new long[1];

    /// <summary>A stage without buffers.</summary>
    /// <param name="rules">The rules, to which some may be added.</param>
    /// <param name="results">Receives the results over tensors and the model.</param>
    /// <param name="threadCount">The number of threads: each has separate buffers.</param>
    public MatrixStage(List<SteppedRule> rules, ReductionResults results, int threadCount) =>
        (_rules, _results, _summands) = (rules, results, new SummandBuffers(threadCount, FirstStream));

    /// <summary>Makes room for what a rule reduces to.</summary>
    public void Add(RulePhases phases)
    {
        var width = 0;
        for (var phase = 0; phase < phases.FirstUpdate; phase++)
            width = Math.Max(width, phases.MeasureOf(phase).Reductions.Length);
        _summands.Widen(width);
    }

    /// <summary>Measures tensors, by the phases that their rules have set (<see cref="SteppedRule.Call"/>).</summary>
    /// <param name="team">The threads.</param>
    /// <param name="placed">The tensors, in the order in which they were added to the set.</param>
    /// <param name="phase">The index of the phase.</param>
    public void Run(WorkerTeam team, PlacedSegments placed, int phase)
    {
        (_placed, _phase) = (placed, phase);
        var places = placed.Places;
        if (_firstUnits.Length <= places.Length)
            _firstUnits = new long[places.Length + 1];
        long entries = 0;
        for (var i = 0; i < places.Length; i++)
        {
            _firstUnits[i + 1] = _firstUnits[i];
            if (!Runs(places[i]))
                continue;
            var tensor = PhaseOf(places[i]);
            _firstUnits[i + 1] += tensor.Units.UnitCount;
            entries += tensor.Count;
        }

        if (entries == 0)
            return;
        team.Run(this, _firstUnits[places.Length], entries);
        Combine();
    }

    /// <inheritdoc/>
    public override void Run(long first, long end, int worker)
    {
        var places = _placed!.Places;
        var index = Array.BinarySearch(_firstUnits, 0, places.Length + 1, first);
        index = index < 0 ? ~index - 1 : index;
        for (var unit = first; unit < end; unit++)
        {
            while (_firstUnits[index + 1] <= unit)
                index++;
            Run(places[index], (int)(unit - _firstUnits[index]), worker);
        }
    }

    public void Dispose() => _summands.Dispose();

    // Some rules have fewer phases, and those over matrices have a stage of their own.
    private bool Runs(in SegmentPlace place) =>
        _phase < place.Rule.Phases.FirstUpdate && !place.Rule.Phases.IsOverMatrices(_phase);

    private MatrixPhase PhaseOf(in SegmentPlace place) => Membership.Of(place.Segment).Matrix!.Phases[_phase];

    private void Run(in SegmentPlace place, int unit, int worker)
    {
        var phase = PhaseOf(place);
        var reductions = phase.Reductions;
        var summands = _summands.Of(worker, reductions.Length);
        var accumulators = reductions.Length == 0 ? [] : _summands.AccumulatorsOf(worker, reductions.Length);
        accumulators.Fill(Accumulators.Buffer);
        foreach (var reduction in reductions)
            reduction.Begin(unit);
        var mayAccumulate = place.Rule.Kernels.MayAccumulate && reductions.Length > 0;
        var call = mayAccumulate ? place.Rule.Call.Accumulating(accumulators) : place.Rule.Call;
        for (var blocks = phase.Units[unit]; blocks.MoveNext();)
        {
            var (first, length) = (blocks.Current, blocks.Length);
            for (var i = 0; mayAccumulate && i < reductions.Length; i++)
                accumulators[i] = reductions[i].AccumulatorOf(unit, first, length);
            place.Rule.Kernels.Run(place, first, length, call, worker, summands);
            for (var i = 0; i < reductions.Length; i++)
            {
                if (accumulators[i] == Accumulators.Buffer)
                    reductions[i].Add(unit, first, new ReadOnlySpan<double>((double*)summands[i], length));
                else if (accumulators[i] == Accumulators.Registers)
                    reductions[i].AddSum(first, *(double*)summands[i]);
            }
        }
    }

    private void Combine()
    {
        foreach (ref readonly var place in _placed!.Places)
        {
            if (!Runs(place))
                continue;
            var reductions = PhaseOf(place).Reductions;
            var results = _results.Of(place.TensorIndex)[place.Rule.Phases.MeasureOf(_phase).First..];
            for (var reduction = 0; reduction < reductions.Length; reduction++)
                results[reduction] = reductions[reduction].Combine();
        }

        ModelReduction.Combine(_results, _placed.Places, CollectionsMarshal.AsSpan(_rules), _phase, usesView: true);
    }
}
