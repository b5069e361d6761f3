using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>
/// The measuring phases of rules over all their tensors. The threads of a team share the blocks of the tensors; what blocks
/// reduce to is combined in order: block by block in a tensor, tensors of rules of one type in the order in which they were added to
/// their set.
/// </summary>
internal sealed unsafe class MeasureStage : IParallelWork, IDisposable
{
    // Values, gradients and the states of most rules come before.
    private const int FirstStream = 5;

    private readonly int _threadCount;
    private double[] _results;
    private SlabArray? _summands;
    private nint[] _summandsOfWorkers = [];
    // The most reductions of a rule.
    private int _width;
    private double[] _partials = [];
    private SegmentList? _tensors;

    /// <summary>A stage without rules.</summary>
    /// <param name="parameterCount">The number of parameters of the set.</param>
    /// <param name="threadCount">The number of threads: each has separate buffers.</param>
    public MeasureStage(int parameterCount, int threadCount)
    {
        _threadCount = threadCount;
        ParameterCount = parameterCount;
        _results = [];
    }

    private int ParameterCount { get; }

    /// <summary>Makes room for what a rule reduces to.</summary>
    public void Add(RulePhases phases)
    {
        if (phases.Reductions.Count <= _width)
            return;
        _width = phases.Reductions.Count;
        _results = new double[checked(ParameterCount * _width)];
        _partials = [];
        const nint bufferSize = BlockReduction.Length * sizeof(double);
        _summands?.Dispose();
        _summands = new SlabArray([.. Enumerable.Repeat(_threadCount * bufferSize, _width)], FirstStream);
        _summandsOfWorkers = new nint[_threadCount * _width];
        for (var i = 0; i < _summandsOfWorkers.Length; i++)
        {
            var (worker, reduction) = Math.DivRem(i, _width);
            _summandsOfWorkers[i] = _summands.Addresses[reduction] + worker * bufferSize;
        }
    }

    /// <summary>Measures tensors, by the phases that their rules have set (<see cref="SteppedRule.Pass"/>).</summary>
    /// <param name="team">The threads.</param>
    /// <param name="tensors">The tensors, in the order in which they were added to the set.</param>
    /// <param name="rules">The rules.</param>
    public void Run(WorkerTeam team, SegmentList tensors, List<SteppedRule> rules)
    {
        _tensors = tensors;
        if (_partials.Length < tensors.BlockCount * _width)
            _partials = new double[checked(tensors.BlockCount * _width)];
        tensors.Run(team, this);
        for (var i = 0; i < rules.Count; i++)
        {
            for (var reduction = 0; reduction < rules[i].Phases.Reductions.Count; reduction++)
                Combine(rules[i], reduction);
        }
    }

    /// <summary>What the last run reduced to, for a parameter, in the order of the schema of its rule.</summary>
    public ReadOnlySpan<double> ResultsOf(Parameter parameter) =>
        _results.AsSpan(parameter.Index * _width, parameter.Group!.Stepped.Phases.Reductions.Count);

    /// <inheritdoc/>
    public void Run(int worker, int workerCount)
    {
        var tensors = _tensors!;
        foreach (var part in tensors.Share(worker, workerCount))
        {
            ref readonly var tensor = ref tensors[part.Segment];
            var rule = tensor.Group!.Stepped;
            var reductions = rule.Phases.Reductions;
            var summands = new ReadOnlySpan<nint>(_summandsOfWorkers, worker * _width, reductions.Count);
            var longest = rule.Phases.OnlySums ? rule.Kernels.SummedBlocks * BlockReduction.Length : BlockReduction.Length;
            var block = part.FirstBlock;
            for (nint start = 0; start < part.Length;)
            {
                var length = nint.Min(longest, part.Length - start);
                // A last block that is shorter goes alone.
                if (length > BlockReduction.Length)
                    length -= length % BlockReduction.Length;
                rule.Kernels.Run(tensor, part.Start + start, length, rule.Pass, worker, summands);
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
                    _partials[(firstBlock + block) * _width + reduction] = sums[block];
                continue;
            }

            var values = new ReadOnlySpan<double>((double*)summands[reduction], length);
            _partials[firstBlock * _width + reduction] =
                isSum ? BlockReduction.Sum(values) : BlockReduction.Maximum(values);
        }
    }

    private void Combine(SteppedRule rule, int reduction)
    {
        var tensors = _tensors!;
        var schema = rule.Phases.Reductions[reduction];
        var isSum = schema.Kind == ReductionKind.Sum;
        var empty = isSum ? 0.0 : double.NegativeInfinity;
        var ofModel = empty;
        for (var i = 0; i < tensors.Count; i++)
        {
            if (tensors[i].Group!.Stepped != rule)
                continue;
            var ofTensor = empty;
            var (first, end) = tensors.BlocksOf(i);
            for (var block = first; block < end; block++)
                ofTensor = Combined(ofTensor, _partials[block * _width + reduction]);
            ResultOf(i) = ofTensor;
            ofModel = Combined(ofModel, ofTensor);
        }

        if (schema.Scope != ReductionScope.Model)
            return;
        for (var i = 0; i < tensors.Count; i++)
        {
            if (tensors[i].Group!.Stepped == rule)
                ResultOf(i) = ofModel;
        }

        ref double ResultOf(int tensor) => ref _results[tensors[tensor].Tensor.Index * _width + reduction];

        double Combined(double a, double b) => isSum ? a + b : Math.Max(a, b);
    }
}
