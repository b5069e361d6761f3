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
internal sealed unsafe class MeasureStage : BlockWork, IDisposable
{
    // Values, gradients and the states of most rules come before.
    private const int FirstStream = 5;

    private readonly List<SteppedRule> _rules;
    private readonly int _threadCount;
    private SlabArray? _summands;
    private nint[] _summandsOfWorkers = [];
    private double[] _partials = [];
    private SegmentList? _tensors;

    /// <summary>A stage without buffers.</summary>
    /// <param name="rules">The rules, to which some may be added.</param>
    /// <param name="parameterCount">The number of parameters of the set.</param>
    /// <param name="threadCount">The number of threads: each has separate buffers.</param>
    public MeasureStage(List<SteppedRule> rules, int parameterCount, int threadCount)
    {
        (_rules, _threadCount) = (rules, threadCount);
        Results = new ReductionResults(parameterCount);
    }

    /// <summary>The results of the last run.</summary>
    public ReductionResults Results { get; }

    /// <summary>Makes room for what a rule reduces to.</summary>
    public void Add(RulePhases phases)
    {
        if (phases.Reductions.Count <= Results.Width)
            return;
        Results.Widen(phases.Reductions.Count);
        _partials = [];
        const nint bufferSize = BlockReduction.Length * sizeof(double);
        _summands?.Dispose();
        _summands = new SlabArray([.. Enumerable.Repeat(_threadCount * bufferSize, Results.Width)], FirstStream);
        _summandsOfWorkers = new nint[_threadCount * Results.Width];
        for (var i = 0; i < _summandsOfWorkers.Length; i++)
        {
            var (worker, reduction) = Math.DivRem(i, Results.Width);
            _summandsOfWorkers[i] = _summands.Addresses[reduction] + worker * bufferSize;
        }
    }

    /// <summary>Measures tensors, by the phases that their rules have set (<see cref="SteppedRule.Call"/>).</summary>
    /// <param name="team">The threads.</param>
    /// <param name="tensors">The tensors, in the order in which they were added to the set.</param>
    public void Run(WorkerTeam team, SegmentList tensors)
    {
        _tensors = tensors;
        if (_partials.Length < tensors.BlockCount * Results.Width)
            _partials = new double[checked(tensors.BlockCount * Results.Width)];
        tensors.Run(team, this);
        for (var i = 0; i < _rules.Count; i++)
        {
            for (var reduction = 0; reduction < _rules[i].Phases.Reductions.Count; reduction++)
                Combine(i, reduction);
        }
    }

    /// <inheritdoc/>
    public override void Run(long first, long end, int worker)
    {
        var tensors = _tensors!;
        foreach (var part in tensors.Parts(first, end))
        {
            ref readonly var tensor = ref tensors[part.Segment];
            var rule = _rules[Membership.Of(tensor).Group.RuleIndex];
            var place = new SegmentPlace(tensor, rule);
            var reductions = rule.Phases.Reductions;
            var summands = new ReadOnlySpan<nint>(_summandsOfWorkers, worker * Results.Width, reductions.Count);
            var longest = rule.Phases.OnlySums ? rule.Kernels.SummedBlocks * BlockReduction.Length : BlockReduction.Length;
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

    public void Dispose() => _summands?.Dispose();

    private void Reduce(SteppedRule rule, long firstBlock, int length, ReadOnlySpan<nint> summands)
    {
        for (var reduction = 0; reduction < summands.Length; reduction++)
        {
            var isSum = rule.Phases.Reductions[reduction].Kind == ReductionKind.Sum;
            if (isSum && rule.Kernels.SumsInRegisters)
            {
                var sums = (double*)summands[reduction];
                for (var block = 0; block * BlockReduction.Length < length; block++)
                    _partials[(firstBlock + block) * Results.Width + reduction] = sums[block];
                continue;
            }

            var values = new ReadOnlySpan<double>((double*)summands[reduction], length);
            _partials[firstBlock * Results.Width + reduction] =
                isSum ? BlockReduction.Sum(values) : BlockReduction.Maximum(values);
        }
    }

    private void Combine(int rule, int reduction)
    {
        var tensors = _tensors!;
        var schema = _rules[rule].Phases.Reductions[reduction];
        var isSum = schema.Kind == ReductionKind.Sum;
        var empty = isSum ? 0.0 : double.NegativeInfinity;
        var ofModel = empty;
        for (var i = 0; i < tensors.Count; i++)
        {
            if (Membership.Of(tensors[i]).Group.RuleIndex != rule)
                continue;
            var ofTensor = empty;
            var (first, end) = tensors.BlocksOf(i);
            for (var block = first; block < end; block++)
                ofTensor = Combined(ofTensor, _partials[block * Results.Width + reduction]);
            ResultOf(i) = ofTensor;
            ofModel = Combined(ofModel, ofTensor);
        }

        if (schema.Over != Over.Model)
            return;
        for (var i = 0; i < tensors.Count; i++)
        {
            if (Membership.Of(tensors[i]).Group.RuleIndex == rule)
                ResultOf(i) = ofModel;
        }

        ref double ResultOf(int tensor) => ref Results.Of(tensors[tensor].Tensor)[reduction];

        double Combined(double a, double b) => isSum ? a + b : Math.Max(a, b);
    }
}
