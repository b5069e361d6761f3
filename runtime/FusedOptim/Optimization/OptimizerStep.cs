using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>The phases of a rule over all groups of an optimizer, in order.</summary>
internal sealed class OptimizerStep<TRule> : IDisposable
    where TRule : class, IUpdateRule<TRule>
{
    private readonly IReadOnlyList<ParameterGroup<TRule>> _groups;
    private readonly RulePhases _phases;
    private readonly ParameterStorage _storage;
    private readonly WorkerTeam _team;
    private readonly KernelTarget _target;
    private readonly KernelRunner<TRule> _kernels;
    private readonly RangePass<TRule> _ranges;
    private readonly MeasurePass<TRule>? _measure;

    /// <summary>The phases of a rule.</summary>
    /// <param name="groups">The groups, to which some may be added.</param>
    /// <param name="phases">The phases.</param>
    /// <param name="storage">The memory of the set.</param>
    /// <param name="kernels">The kernels of the rule; disposed with the step.</param>
    /// <param name="firstStream">The stream of what a phase writes beside the states (see <see cref="Slab"/>).</param>
    /// <param name="team">The threads.</param>
    /// <param name="target">The code that kernels run as.</param>
    public OptimizerStep(
        IReadOnlyList<ParameterGroup<TRule>> groups, RulePhases phases, ParameterStorage storage,
        KernelRunner<TRule> kernels, int firstStream, WorkerTeam team, KernelTarget target)
    {
        (_groups, _phases, _storage, _kernels, _team, _target) = (groups, phases, storage, kernels, team, target);
        _ranges = new RangePass<TRule>(groups, kernels);
        if (phases.HasMeasure)
            _measure = new MeasurePass<TRule>(phases.Reductions, storage, kernels, firstStream, team.ThreadCount);
    }

    /// <summary>Says which parameters the groups have, all together.</summary>
    /// <param name="parameters">The parameters, in the order in which they were added to the set.</param>
    public void Cover(IReadOnlyList<Parameter> parameters) => _measure?.Cover(parameters);

    /// <summary>Measures and updates.</summary>
    /// <param name="gradientScale">What gradients are multiplied by.</param>
    /// <param name="zeroGradients">Whether gradients are set to zero.</param>
    public void Run(double gradientScale, bool zeroGradients)
    {
        if (_measure is not null)
        {
            Prepare(phase: 0, gradientScale);
            _measure.Run(_team, gradientScale);
        }

        // All of them, before the first writes parameters.
        for (var phase = _phases.FirstUpdate; phase < _phases.UpdateEnd; phase++)
            Prepare(phase, gradientScale);
        for (var phase = _phases.FirstUpdate; phase < _phases.UpdateEnd; phase++)
        {
            // A later phase still reads the gradients.
            var isLast = phase == _phases.UpdateEnd - 1;
            _ranges.Run(_team, new KernelPass(phase, gradientScale) { ZeroGradients = zeroGradients && isLast });
        }
    }

    /// <summary>Sets the gradients of all groups to zero, and does nothing else.</summary>
    public void ZeroGradients()
    {
        for (var i = 0; i < _groups.Count; i++)
        {
            foreach (var range in _groups[i].Ranges)
                _storage.ClearGradients(range.Start, range.Count);
        }
    }

    /// <summary>Prepares to evaluate; what can throw throws here, before anything is written.</summary>
    public void PrepareEvaluation() => Prepare(_phases.UpdateEnd, gradientScale: 1);

    /// <summary>Writes the weights to evaluate with into the values.</summary>
    /// <param name="trainingWeights">A copy of the values.</param>
    public void Evaluate(Slab trainingWeights) =>
        _ranges.Run(_team, new KernelPass(_phases.UpdateEnd, GradientScale: 1) { TrainingWeights = trainingWeights });

    public void Dispose()
    {
        _measure?.Dispose();
        _kernels.Dispose();
    }

    private void Prepare(int phase, double gradientScale)
    {
        for (var i = 0; i < _groups.Count; i++)
            _groups[i].Prepare(phase, _target, gradientScale, _measure);
    }
}
