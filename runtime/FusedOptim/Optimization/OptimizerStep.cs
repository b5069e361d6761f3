using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>
/// One phase of a step over all groups, shared by the threads of a team: the cache lines of all ranges, one after the
/// other, are dealt out in equal parts.
/// </summary>
internal sealed unsafe class OptimizerStep<TRule>(
    IReadOnlyList<ParameterGroup<TRule>> groups, ParameterStorage storage, RuleStates states, KernelTarget target)
    : IParallelWork
    where TRule : class, IUpdateRule<TRule>
{
    // Below, a second thread costs more than it saves: measured, AdamW breaks even at 2,000 elements, momentum at 4,000.
    private const int LeastSharedCount = 4096;

    private int _phase;
    private nint _lineCount;
    private double _gradientScale;
    private bool _zeroGradients;
    private nint _values;
    private nint _gradients;

    /// <summary>Runs all phases.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="options">The options of the step.</param>
    public void Run(WorkerTeam team, StepOptions options)
    {
        var elementCount = (nint)0;
        for (var i = 0; i < groups.Count; i++)
            elementCount += groups[i].ElementCount;
        _lineCount = elementCount / storage.LineLength;
        _gradientScale = options.GradientScale;
        _values = storage.Values;
        _gradients = storage.Gradients;

        var phaseCount = TRule.Schema.Phases.Count;
        for (_phase = 0; _phase < phaseCount; _phase++)
        {
            // A later phase still reads them.
            _zeroGradients = options.ZeroGradients && _phase == phaseCount - 1;
            if (elementCount < LeastSharedCount)
                Run(worker: 0, workerCount: 1);
            else
                team.Run(this);
        }
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
                        groups[i], range.Cohort,
                        range.Start + (nint)(from - line) * storage.LineLength, (nint)(to - from) * storage.LineLength);
                }

                line = next;
            }
        }
    }

    private void RunSegment(ParameterGroup<TRule> group, int cohort, nint offset, nint count)
    {
        if (storage.ElementSize == sizeof(float))
            group.Rule.Run(_phase, target, Segment<float>(group, cohort, offset, count));
        else
            group.Rule.Run(_phase, target, Segment<double>(group, cohort, offset, count));
    }

    private KernelSegment<T> Segment<T>(ParameterGroup<TRule> group, int cohort, nint offset, nint count)
        where T : unmanaged =>
        new((T*)_values, (T*)_gradients, states.Addresses, offset, count, group.UniformsOf(cohort, _phase))
        {
            FirstElement = offset,
            Step = group.StepOf(cohort),
            GradientScale = _gradientScale,
            ZeroGradients = _zeroGradients,
        };
}
