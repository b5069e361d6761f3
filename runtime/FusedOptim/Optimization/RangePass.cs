using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>
/// An updating or evaluating phase of a rule over all groups, shared by the threads of a team: the cache lines of all
/// ranges, one after the other, are dealt out in equal parts.
/// </summary>
internal sealed unsafe class RangePass<TRule>(
    IReadOnlyList<ParameterGroup<TRule>> groups, ParameterStorage storage, RuleStates states, KernelTarget target)
    : IParallelWork
    where TRule : class, IUpdateRule<TRule>
{
    // Below, a second thread costs more than it saves: measured, AdamW breaks even at 2,000 elements, momentum at
    // 4,000.
    private const int LeastSharedCount = 4096;

    private int _phase;
    private nint _lineCount;
    private double _gradientScale;
    private bool _zeroGradients;
    private nint _values;
    private nint _evaluationWeights;
    private nint _gradients;

    /// <summary>Runs an updating phase.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="phase">The index of the phase.</param>
    /// <param name="gradientScale">What gradients are multiplied by.</param>
    /// <param name="zeroGradients">Whether gradients are set to zero.</param>
    public void Update(WorkerTeam team, int phase, double gradientScale, bool zeroGradients)
    {
        (_phase, _gradientScale, _zeroGradients) = (phase, gradientScale, zeroGradients);
        (_values, _evaluationWeights) = (storage.Values, 0);
        Run(team);
    }

    /// <summary>Runs an evaluating phase.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="phase">The index of the phase.</param>
    /// <param name="trainingWeights">The address of a copy of the values; the values receive the weights to evaluate
    /// with.</param>
    public void Evaluate(WorkerTeam team, int phase, nint trainingWeights)
    {
        (_phase, _gradientScale, _zeroGradients) = (phase, 1, false);
        (_values, _evaluationWeights) = (trainingWeights, storage.Values);
        Run(team);
    }

    /// <inheritdoc/>
    public void Run(int worker, int workerCount)
    {
        var (first, end) = WorkerTeam.Share(_lineCount, worker, workerCount);
        var line = 0L;
        for (var i = 0; i < groups.Count && line < end; i++)
        {
            foreach (var range in groups[i].Ranges)
            {
                var next = line + range.Count / storage.LineLength;
                var from = Math.Max(first, line);
                var to = Math.Min(end, next);
                if (from < to)
                {
                    RunSegment(
                        groups[i], range,
                        range.Start + (nint)(from - line) * storage.LineLength, (nint)(to - from) * storage.LineLength);
                }

                line = next;
            }
        }
    }

    private void Run(WorkerTeam team)
    {
        _gradients = storage.Gradients;
        var elementCount = (nint)0;
        for (var i = 0; i < groups.Count; i++)
            elementCount += groups[i].ElementCount;
        _lineCount = elementCount / storage.LineLength;
        if (elementCount < LeastSharedCount)
            Run(worker: 0, workerCount: 1);
        else
            team.Run(this);
    }

    private void RunSegment(ParameterGroup<TRule> group, SlabRange range, nint offset, nint count)
    {
        if (storage.ElementSize == sizeof(float))
            group.Rule.Run(_phase, target, Segment<float>(group, range, offset, count));
        else
            group.Rule.Run(_phase, target, Segment<double>(group, range, offset, count));
    }

    private KernelSegment<T> Segment<T>(ParameterGroup<TRule> group, SlabRange range, nint offset, nint count)
        where T : unmanaged =>
        new((T*)_values, (T*)_gradients, states.Addresses, offset, count, group.UniformsOf(range.Cohort, _phase))
        {
            FirstElement = group.IsPerTensor ? offset - range.Start : offset,
            Step = group.StepOf(range.Cohort, _phase),
            GradientScale = _gradientScale,
            ZeroGradients = _zeroGradients,
            EvaluationWeights = _evaluationWeights,
        };
}
