using System.Runtime.InteropServices;
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
    private readonly RangePass<TRule> _ranges;
    private readonly MeasurePass<TRule>? _measure;

    /// <summary>The phases of a rule.</summary>
    /// <param name="groups">The groups, to which some may be added.</param>
    /// <param name="phases">The phases.</param>
    /// <param name="storage">The memory of the set.</param>
    /// <param name="states">The states of the rule.</param>
    /// <param name="team">The threads.</param>
    /// <param name="target">The code that kernels run as.</param>
    public OptimizerStep(
        IReadOnlyList<ParameterGroup<TRule>> groups, RulePhases phases, ParameterStorage storage, RuleStates states,
        WorkerTeam team, KernelTarget target)
    {
        (_groups, _phases, _storage, _team, _target) = (groups, phases, storage, team, target);
        _ranges = new RangePass<TRule>(groups, storage, states, target);
        if (phases.HasMeasure)
            _measure = new MeasurePass<TRule>(phases.Reductions, storage, states, target, team.ThreadCount);
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
            _ranges.Update(_team, phase, gradientScale, zeroGradients && isLast);
        }
    }

    /// <summary>Sets the gradients of all groups to zero, and does nothing else.</summary>
    public unsafe void ZeroGradients()
    {
        for (var i = 0; i < _groups.Count; i++)
        {
            foreach (var range in _groups[i].Ranges)
            {
                NativeMemory.Clear(
                    (byte*)_storage.Gradients + range.Start * _storage.ElementSize,
                    (nuint)(range.Count * _storage.ElementSize));
            }
        }
    }

    /// <summary>Prepares to evaluate; what can throw throws here, before anything is written.</summary>
    public void PrepareEvaluation() => Prepare(_phases.UpdateEnd, gradientScale: 1);

    /// <summary>Writes the weights to evaluate with into the values.</summary>
    /// <param name="trainingWeights">The address of a copy of the values.</param>
    public void Evaluate(nint trainingWeights) => _ranges.Evaluate(_team, _phases.UpdateEnd, trainingWeights);

    public void Dispose() => _measure?.Dispose();

    private void Prepare(int phase, double gradientScale)
    {
        for (var i = 0; i < _groups.Count; i++)
            _groups[i].Prepare(phase, _target, gradientScale, _measure);
    }
}
