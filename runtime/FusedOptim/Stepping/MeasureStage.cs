using System.Runtime.InteropServices;
using FusedOptim.Execution;
using FusedOptim.Groups;
using FusedOptim.Kernels;
using FusedOptim.Memory;
using FusedOptim.Numerics;
using FusedOptim.Schema;

namespace FusedOptim.Stepping;

/// <summary>
/// The measuring phases of rules over all their tensors. The threads of a team share the blocks of the tensors; what blocks
/// reduce to is combined in order: block by block in a tensor, tensors of rules of one type in the order in which they were added to
/// their set.
/// </summary>
internal sealed unsafe partial class MeasureStage : BlockWork, IDisposable
{
    // Values, gradients and the states of most rules come before.
    private const int FirstStream = 5;

    private readonly List<SteppedRule> _rules;
    private readonly SummandBuffers _summands;
    private double[] _partials = [];
    private PlacedSegments? _placed;

    /// <summary>A stage without buffers.</summary>
    /// <param name="rules">The rules, to which some may be added.</param>
    /// <param name="parameterCount">The number of parameters of the set.</param>
    /// <param name="threadCount">The number of threads: each has separate buffers.</param>
    public MeasureStage(List<SteppedRule> rules, int parameterCount, int threadCount)
    {
        (_rules, _summands) = (rules, new SummandBuffers(threadCount, FirstStream));
        Results = new ReductionResults(parameterCount);
    }

    /// <summary>The results of the last run.</summary>
    public ReductionResults Results { get; }

    /// <summary>Makes room for what a rule reduces to.</summary>
    public void Add(RulePhases phases)
    {
        if (phases.Reductions.Length <= Results.Width)
            return;
        Results.Widen(phases.Reductions.Length);
        _summands.Widen(phases.Reductions.Length);
        _partials = [];
    }

    /// <summary>Measures tensors, by the phases that their rules have set (<see cref="SteppedRule.Call"/>).</summary>
    /// <param name="team">The threads.</param>
    /// <param name="placed">The tensors, in the order in which they were added to the set.</param>
    /// <param name="phase">The index of the phase.</param>
    public void Run(WorkerTeam team, PlacedSegments placed, int phase)
    {
        _placed = placed;
        var tensors = placed.Segments;
        if (_partials.Length < tensors.BlockCount * Results.Width)
            _partials = new double[checked(tensors.BlockCount * Results.Width)];
        tensors.Run(team, this);
        Combine(phase);
    }

    /// <inheritdoc/>
    public override void Run(long first, long end, int worker)
    {
        var places = _placed!.Places;
        foreach (var part in _placed.Segments.Parts(first, end))
        {
            ref readonly var place = ref places[part.Segment];
            if (place.Segment.Tensor.Rows is not null)
            {
                RunRows(part, worker);
                continue;
            }

            var rule = place.Rule;
            ref readonly var phase = ref rule.Phases.MeasureOf(rule.Call.Phase);
            var summands = _summands.Of(worker, phase.Reductions.Length);
            var longest = phase.OnlySums ? rule.Kernels.SummedBlocks * BlockReduction.Length : BlockReduction.Length;
            var block = part.FirstBlock;
            for (nint start = 0; start < part.Length;)
            {
                var length = nint.Min(longest, part.Length - start);
                // A last block that is shorter goes alone.
                if (length > BlockReduction.Length)
                    length -= length % BlockReduction.Length;
                rule.Kernels.Run(place, part.Start + start, length, rule.Call, worker, summands);
                Reduce(rule, block, (int)length, summands);
                block += (length + BlockReduction.Length - 1) / BlockReduction.Length;
                start += length;
            }
        }
    }

    public void Dispose() => _summands.Dispose();

    private void Reduce(SteppedRule rule, long firstBlock, int length, ReadOnlySpan<nint> summands)
    {
        var reductions = rule.Phases.MeasureOf(rule.Call.Phase).Reductions;
        for (var reduction = 0; reduction < summands.Length; reduction++)
        {
            if (reductions[reduction].Kind == ReductionKind.Sum && rule.Kernels.SumsInRegisters)
            {
                var sums = (double*)summands[reduction];
                for (var block = 0; block * BlockReduction.Length < length; block++)
                    _partials[(firstBlock + block) * Results.Width + reduction] = sums[block];
                continue;
            }

            var values = new ReadOnlySpan<double>((double*)summands[reduction], length);
            _partials[firstBlock * Results.Width + reduction] = reductions[reduction].Kind.Reduce(values);
        }
    }

    private void Combine(int index)
    {
        var places = _placed!.Places;
        for (var i = 0; i < places.Length; i++)
        {
            var rule = places[i].Rule;
            ref readonly var phase = ref rule.Phases.MeasureOf(index);
            var reductions = phase.Reductions;
            var results = Results.Of(places[i].TensorIndex)[phase.First..];
            var (first, end) = _placed.Segments.BlocksOf(i);
            for (var reduction = 0; reduction < reductions.Length; reduction++)
            {
                var kind = reductions[reduction].Kind;
                if (places[i].Segment.Tensor.Rows is { } rows)
                {
                    results[reduction] = CombineRows(rows, first, end, reduction, kind);
                    continue;
                }

                var result = kind.Empty;
                for (var block = first; block < end; block++)
                    result = kind.Combine(result, _partials[block * Results.Width + reduction]);
                results[reduction] = result;
            }
        }

        ModelReduction.Combine(Results, places, CollectionsMarshal.AsSpan(_rules), index, usesView: false);
    }
}
