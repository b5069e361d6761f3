using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>Parameters of an optimizer that share one copy of a rule.</summary>
public sealed partial class ParameterGroup
{
    private readonly List<Parameter> _parameters;
    private readonly SteppedRule _stepped;
    private readonly RulePhases _phases;
    private readonly int[] _uniformStarts;
    private readonly int _uniformCount;
    private readonly int _variant;
    private readonly bool[] _usesState;
    private readonly int[] _uniformCounts;
    private double[] _uniforms = [];
    private string? _fingerprint;

    internal ParameterGroup(
        Optimizer optimizer, SteppedRule stepped, IUpdateRule rule, IReadOnlyList<Parameter> parameters)
    {
        (Optimizer, _stepped, _phases, _parameters) = (optimizer, stepped, stepped.Phases, [.. parameters]);
        Scalars = new RuleScalars(stepped.Schema.Scalars, rule.GetHyperparameter);
        Rule = rule.Copy();
        _variant = Rule.Variant;
        _usesState = [.. Enumerable.Range(0, stepped.Schema.States.Count).Select(state => States.Contains(state))];
        var schemas = stepped.Schema.Phases;
        _uniformStarts = new int[schemas.Count];
        for (var phase = 0; phase < schemas.Count; phase++)
        {
            _uniformStarts[phase] = _uniformCount;
            _uniformCount += schemas[phase].UniformCount;
        }

        _uniformCounts = [.. schemas.Select(phase => phase.UniformCount)];
    }

    /// <summary>The name of the group; <see langword="null"/> by default. For the user alone.</summary>
    public string? Name { get; set; }

    /// <summary>The parameters, in the order in which the group got them, those included that were frozen since.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>The group's own copy of the rule: setting its hyperparameters changes the steps that follow.</summary>
    public IUpdateRule Rule { get; }

    /// <summary>A digest of what the group's variant of the rule computes, for checkpoints: rules with one name and different
    /// formulas have different fingerprints. Hyperparameters that are numbers do not matter.</summary>
    /// <exception cref="InvalidOperationException">The thread flushes denormal numbers to zero.</exception>
    public string RuleFingerprint => _fingerprint ??= FusedOptim.RuleFingerprint.Of(Rule);

    /// <summary>The group's own copy of the rule, by its type: setting its properties changes the steps that follow.</summary>
    /// <typeparam name="TRule">The type of the rule.</typeparam>
    /// <exception cref="InvalidOperationException">The rule is of another type.</exception>
    public TRule GetRule<TRule>()
        where TRule : class, IUpdateRule =>
        Rule as TRule ?? throw new InvalidOperationException(
            $"The rule of the group is {_stepped.Schema.FullName}, not {typeof(TRule).FullName}.");

    internal Optimizer Optimizer { get; }

    /// <summary>What the optimizer has for rules of the type.</summary>
    internal SteppedRule Stepped => _stepped;

    /// <summary>The indices of the states that the group's variant of the rule uses.</summary>
    internal IReadOnlyList<int> States => _stepped.Schema.Variants[_variant].States;

    /// <summary>The scalars of each cohort.</summary>
    internal RuleScalars Scalars { get; }

    /// <summary>
    /// Whether the rule is prepared for each tensor: each is its own cohort then, with the tensor's index in the group.
    /// </summary>
    internal bool IsPerTensor => _phases.IsPerTensor;

    /// <summary>Whether the group's variant of the rule uses a state.</summary>
    internal bool UsesState(int state) => _usesState[state];

    /// <summary>
    /// Computes the uniforms of a phase, once for each cohort of the step. For an updating one the rule may change the scalars:
    /// each call starts from what the last step left, and of the model's scalars those of the first call are kept.
    /// </summary>
    /// <param name="phase">The index of the phase.</param>
    /// <param name="target">The code that will run.</param>
    /// <param name="gradientScale">What gradients are multiplied by.</param>
    /// <param name="measured">What was measured, for the updating phases.</param>
    internal void Prepare(int phase, KernelTarget target, double gradientScale, MeasureStage measured)
    {
        if (!IsInStep)
            return;
        BeginPreparing();
        var isUpdate = _phases.FirstUpdate <= phase && phase < _phases.UpdateEnd;
        for (var cohort = 0; cohort < _cohortCount; cohort++)
        {
            if (_membersInStep[cohort] == 0)
                continue;
            // The model's results are the same for all.
            var parameter = IsPerTensor ? _parameters[cohort] : _firstInStep!;
            Prepare(
                phase, target, gradientScale, cohort, parameter,
                isUpdate && _phases.HasMeasure ? measured.ResultsOf(parameter) : []);
        }

        if (isUpdate)
            Scalars.ShareModelScalars(_firstInStep!.Cohort);
    }

    /// <summary>Computes the uniforms of the evaluating phase for all cohorts.</summary>
    internal void PrepareEvaluation(KernelTarget target)
    {
        BeginPreparing();
        for (var cohort = 0; cohort < _cohortCount; cohort++)
            Prepare(_phases.UpdateEnd, target, gradientScale: 1, cohort, _parameters[IsPerTensor ? cohort : 0], []);
    }

    /// <summary>The step that a cohort takes next, from 1; for an evaluating phase the last one, or 1.</summary>
    internal int StepOf(int cohort, int phase) =>
        phase < _phases.UpdateEnd ? _cohortSteps[cohort] + 1 : Math.Max(_cohortSteps[cohort], 1);

    /// <summary>The uniforms of a phase and a cohort.</summary>
    internal Span<double> UniformsOf(int cohort, int phase) => _uniforms.AsSpan(
        cohort * _uniformCount + _uniformStarts[phase], _uniformCounts[phase]);

    private void BeginPreparing()
    {
        CheckVariant();
        var length = _uniformCount * _cohortSteps.Length;
        if (_uniforms.Length < length)
            _uniforms = new double[length];
    }

    private void Prepare(
        int phase, KernelTarget target, double gradientScale, int cohort, Parameter parameter, ReadOnlySpan<double> reductions)
    {
        var context = new PrepareContext(StepOf(cohort, phase), gradientScale)
        {
            Count = IsPerTensor ? parameter.Count : 0,
            Reductions = reductions,
            Scalars = Scalars[cohort],
        };
        Rule.Prepare(phase, target, context, UniformsOf(cohort, phase));
    }

    /// <summary>Moves parameters to a new group, with a copy of the rule and of the schedules.</summary>
    internal ParameterGroup Split(Parameter[] moved)
    {
        var split = new ParameterGroup(Optimizer, _stepped, Rule, moved);
        var rows = Scalars.RowsOf(moved.Select(parameter => parameter.Cohort));
        var steps = moved.Select(StepCountOf).ToArray();
        Parameter[] rest = [.. _parameters.Except(moved)];
        var restRows = Scalars.RowsOf(rest.Select(parameter => parameter.Cohort));
        var restSteps = rest.Select(StepCountOf).ToArray();
        _parameters.Clear();
        _parameters.AddRange(rest);
        Form(restSteps);
        Scalars.Set(rest.Select(parameter => parameter.Cohort), restRows);
        split.Form(steps);
        split.Scalars.Set(moved.Select(parameter => parameter.Cohort), rows);
        foreach (var parameter in moved)
            parameter.Group = split;
        CopySchedulesTo(split);
        return split;
    }

    private void CheckVariant()
    {
        if (Rule.Variant != _variant)
        {
            throw new InvalidOperationException(
                $"A structural hyperparameter of {_stepped.Schema.Name} changed after its group was made: it would " +
                $"become {Describe(Rule.Variant)}, and its states are those of {Describe(_variant)}. Make a new " +
                "optimizer for another variant.");
        }
    }

    private string Describe(int variant) =>
        _stepped.Schema.Variants[variant].Name is { Length: > 0 } name ? $"variant '{name}'" : "the plain variant";
}
