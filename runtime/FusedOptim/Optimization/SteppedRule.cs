using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>What an optimizer has for the groups with rules of one type: their states, and the phases of a step.</summary>
internal sealed class SteppedRule : IDisposable
{
    private readonly List<ParameterGroup> _groups = [];
    private readonly ParameterStorage _storage;
    private readonly WorkerTeam _team;
    private readonly KernelTarget _target;
    private readonly KernelRunner _kernels;
    private readonly RangePass _ranges;
    private readonly MeasurePass? _measure;

    /// <summary>A rule without groups.</summary>
    /// <param name="rule">A rule of the type.</param>
    /// <param name="storage">The memory of the set.</param>
    /// <param name="master">The master copy of the set, if there is one.</param>
    /// <param name="options">How states and values are stored.</param>
    /// <param name="team">The threads.</param>
    /// <param name="target">The code that kernels run as.</param>
    public SteppedRule(
        IUpdateRule rule, ParameterStorage storage, MasterCopy? master, OptimizerOptions options, WorkerTeam team,
        KernelTarget target)
    {
        (Type, Schema, _storage, _team, _target) = (rule.GetType(), rule.Schema, storage, team, target);
        if (target == KernelTarget.StrictScalar && storage.ComputeSize == sizeof(float) && Schema.FloatMode != FloatMode.Strict)
        {
            throw new ArgumentException(
                $"Target is {target}, which {Schema.Name} has for parameters of double only; choose another " +
                $"target in the options or in {KernelTargets.EnvironmentVariable}.", nameof(options));
        }

        Phases = new RulePhases(Schema);
        States = new RuleStates(Schema.States, storage, StateFormats.Choose(Schema, storage, options));
        Unstepped = new UnsteppedStates(States);
        _kernels = new KernelRunner(Schema, storage, States, master, target, options, team.ThreadCount);
        _ranges = new RangePass(_groups, _kernels);
        if (Phases.HasMeasure)
            _measure = new MeasurePass(Phases.Reductions, storage, _kernels, NextStream, team.ThreadCount);
    }

    /// <summary>The type of the rules.</summary>
    public Type Type { get; }

    /// <summary>The rules as data.</summary>
    public RuleSchema Schema { get; }

    /// <summary>Their phases.</summary>
    public RulePhases Phases { get; }

    /// <summary>Their states.</summary>
    public RuleStates States { get; }

    /// <summary>Those that follow the values until the first step.</summary>
    public UnsteppedStates Unstepped { get; }

    /// <summary>The groups with rules of the type, in the order in which they were made.</summary>
    public IReadOnlyList<ParameterGroup> Groups => _groups;

    private int NextStream => RuleStates.FirstStream + States.Count;

    /// <summary>Adds a group.</summary>
    public void Add(ParameterGroup group) => _groups.Add(group);

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
        for (var phase = Phases.FirstUpdate; phase < Phases.UpdateEnd; phase++)
            Prepare(phase, gradientScale);
        for (var phase = Phases.FirstUpdate; phase < Phases.UpdateEnd; phase++)
        {
            // A later phase still reads the gradients.
            var isLast = phase == Phases.UpdateEnd - 1;
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
    public void PrepareEvaluation() => Prepare(Phases.UpdateEnd, gradientScale: 1);

    /// <summary>Writes the weights to evaluate with into the values.</summary>
    /// <param name="trainingWeights">A copy of the values.</param>
    public void Evaluate(Slab trainingWeights) =>
        _ranges.Run(_team, new KernelPass(Phases.UpdateEnd, GradientScale: 1) { TrainingWeights = trainingWeights });

    public void Dispose()
    {
        _measure?.Dispose();
        _kernels.Dispose();
        States.Dispose();
    }

    private void Prepare(int phase, double gradientScale)
    {
        for (var i = 0; i < _groups.Count; i++)
            _groups[i].Prepare(phase, _target, gradientScale, _measure);
    }
}
