using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>
/// The measuring phase of a rule over all tensors of an optimizer. The threads of a team share the blocks of the
/// tensors (<see cref="TensorBlocks"/>); what blocks reduce to is combined in order: block by block in a tensor,
/// tensors in the order in which they were added to their set.
/// </summary>
internal sealed unsafe class MeasurePass : IParallelWork, IDisposable
{
    // The phase comes first.
    private const int Phase = 0;

    private readonly IReadOnlyList<ReductionSchema> _reductions;
    private readonly KernelRunner _kernels;
    private readonly SlabArray _summands;
    private readonly nint[] _summandsOfWorkers;
    private readonly double[] _results;
    private readonly int _runLength;
    private IReadOnlyList<Parameter> _parameters = [];
    private TensorBlocks _blocks = new([]);
    private double[] _partials = [];
    private KernelPass _pass;

    /// <summary>A pass over no tensors yet.</summary>
    /// <param name="reductions">What the phase reduces to.</param>
    /// <param name="storage">The memory of the set.</param>
    /// <param name="kernels">The kernels of the rule.</param>
    /// <param name="firstStream">The stream of the first buffer (see <see cref="Slab"/>).</param>
    /// <param name="threadCount">The number of threads: each has buffers of its own.</param>
    public MeasurePass(
        IReadOnlyList<ReductionSchema> reductions, ParameterStorage storage, KernelRunner kernels, int firstStream,
        int threadCount)
    {
        (_reductions, _kernels) = (reductions, kernels);
        _runLength = reductions.All(reduction => reduction.Kind == ReductionKind.Sum) ? kernels.SummedBlocks : 1;
        _results = new double[checked(storage.Parameters.Count * reductions.Count)];
        const nint bufferSize = BlockReduction.Length * sizeof(double);
        _summands = new SlabArray([.. Enumerable.Repeat(threadCount * bufferSize, reductions.Count)], firstStream);
        _summandsOfWorkers = new nint[threadCount * reductions.Count];
        for (var i = 0; i < _summandsOfWorkers.Length; i++)
        {
            var (worker, reduction) = Math.DivRem(i, reductions.Count);
            _summandsOfWorkers[i] = _summands.Addresses[reduction] + worker * bufferSize;
        }
    }

    /// <summary>Says which tensors there are.</summary>
    /// <param name="parameters">The parameters that the optimizer steps, in the order in which they were added to the
    /// set.</param>
    public void Cover(IReadOnlyList<Parameter> parameters)
    {
        _parameters = parameters;
        _blocks = new TensorBlocks(parameters);
        _partials = new double[checked(_blocks.Count * _reductions.Count)];
    }

    /// <summary>Measures all tensors.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="gradientScale">What gradients are multiplied by.</param>
    public void Run(WorkerTeam team, double gradientScale)
    {
        _pass = new KernelPass(Phase, gradientScale);
        _blocks.Run(team, this);
        for (var reduction = 0; reduction < _reductions.Count; reduction++)
            Combine(reduction);
    }

    /// <summary>What the last run reduced to, for a parameter, in the order of the schema.</summary>
    public ReadOnlySpan<double> ResultsOf(Parameter parameter) =>
        _results.AsSpan(parameter.Index * _reductions.Count, _reductions.Count);

    /// <inheritdoc/>
    public void Run(int worker, int workerCount)
    {
        var summands = new ReadOnlySpan<nint>(_summandsOfWorkers, worker * _reductions.Count, _reductions.Count);
        foreach (var run in _blocks.Share(worker, workerCount, _runLength))
        {
            var parameter = _parameters[run.Tensor];
            var group = parameter.Group!;
            _kernels.Run(group, parameter.Cohort, _pass, parameter.Offset + run.Start, run.Length, run.Start, worker, summands);
            Reduce(run, summands);
        }
    }

    public void Dispose() => _summands.Dispose();

    private void Reduce(TensorBlocks.Part run, ReadOnlySpan<nint> summands)
    {
        for (var reduction = 0; reduction < summands.Length; reduction++)
        {
            var isSum = _reductions[reduction].Kind == ReductionKind.Sum;
            if (isSum && _kernels.SumsInRegisters)
            {
                var sums = (double*)summands[reduction];
                for (var block = 0; block * BlockReduction.Length < run.Length; block++)
                    _partials[(run.Index + block) * summands.Length + reduction] = sums[block];
                continue;
            }

            var values = new ReadOnlySpan<double>((double*)summands[reduction], run.Length);
            _partials[run.Index * summands.Length + reduction] =
                isSum ? BlockReduction.Sum(values) : BlockReduction.Maximum(values);
        }
    }

    private void Combine(int reduction)
    {
        var isSum = _reductions[reduction].Kind == ReductionKind.Sum;
        var empty = isSum ? 0.0 : double.NegativeInfinity;
        var ofModel = empty;
        for (var i = 0; i < _parameters.Count; i++)
        {
            var ofTensor = empty;
            var (first, end) = _blocks.Of(i);
            for (var block = first; block < end; block++)
                ofTensor = Combined(ofTensor, _partials[block * _reductions.Count + reduction]);
            ResultOf(i) = ofTensor;
            ofModel = Combined(ofModel, ofTensor);
        }

        if (_reductions[reduction].Scope == ReductionScope.Model)
        {
            for (var i = 0; i < _parameters.Count; i++)
                ResultOf(i) = ofModel;
        }

        ref double ResultOf(int tensor) => ref _results[_parameters[tensor].Index * _reductions.Count + reduction];

        double Combined(double a, double b) => isSum ? a + b : Math.Max(a, b);
    }
}
