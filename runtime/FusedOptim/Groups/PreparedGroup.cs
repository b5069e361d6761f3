using FusedOptim.CompilerServices;
using FusedOptim.Execution;

namespace FusedOptim.Groups;

/// <summary>Parameters of an optimizer that are stepped by one copy of a rule, and what the rule is prepared with for them.</summary>
internal sealed partial class PreparedGroup
{
    private readonly List<Parameter> _parameters;
    private readonly RulePhases _phases;
    private readonly int _constantCount;
    private readonly int _updateEnd;
    private readonly int _variant;
    private readonly bool[] _usesState;
    private double[] _constants = [];

    /// <summary>A group without cohorts.</summary>
    /// <param name="rule">The rule; the group keeps a copy.</param>
    /// <param name="ruleIndex">The index of what the optimizer has for rules of the type.</param>
    /// <param name="phases">The phases of the rule.</param>
    /// <param name="parameters">The parameters.</param>
    public PreparedGroup(IUpdateRule rule, int ruleIndex, RulePhases phases, IReadOnlyList<Parameter> parameters)
    {
        (Rule, RuleIndex, _phases, _parameters) = (rule.Copy(), ruleIndex, phases, [.. parameters]);
        var schema = rule.Schema;
        Scalars = new RuleScalars(schema.Scalars, rule.GetHyperparameter);
        _variant = Rule.Variant;
        _usesState = new bool[schema.States.Count];
        foreach (var state in States)
            _usesState[state] = true;
        (_updateEnd, _constantCount, IsPerTensor) = (phases.UpdateEnd, phases.ConstantCount, phases.IsPerTensor);
    }

    /// <summary>The rule.</summary>
    public IUpdateRule Rule { get; }

    /// <summary>The index of what the optimizer has for rules of the type.</summary>
    public int RuleIndex { get; }

    /// <summary>The phases of the rule.</summary>
    public RulePhases Phases => _phases;

    /// <summary>The parameters, in the order in which the group got them.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>The indices of the states that the group's variant of the rule uses.</summary>
    public IReadOnlyList<int> States => Rule.Schema.Variants[_variant].States;

    /// <summary>The scalars of each cohort.</summary>
    public RuleScalars Scalars { get; }

    /// <summary>
    /// Whether the rule is prepared for each tensor: each is its own cohort then, with the tensor's index in the group.
    /// </summary>
    public bool IsPerTensor { get; }

    /// <summary>Whether the group's variant of the rule uses a state.</summary>
    public bool UsesState(int state) => _usesState[state];

    /// <summary>Moves parameters to a new group with a copy of the rule, together with their scalars and steps.</summary>
    public PreparedGroup Split(Parameter[] moved)
    {
        var split = new PreparedGroup(Rule, RuleIndex, _phases, moved);
        var (rows, steps) = (RowsOf(moved), StepsOf(moved));
        Parameter[] rest = [.. _parameters.Except(moved)];
        var (restRows, restSteps) = (RowsOf(rest), StepsOf(rest));
        _parameters.Clear();
        _parameters.AddRange(rest);
        Form(restSteps);
        Scalars.Set(CohortsOf(rest), restRows);
        foreach (var parameter in moved)
            parameter.Membership!.Group = split;
        split.Form(steps);
        split.Scalars.Set(CohortsOf(moved), rows);
        return split;
    }

    /// <summary>
    /// Computes the step constants of a phase, once for each cohort of the step. For an updating one the rule may change the scalars:
    /// each call starts from what the last step left, and of the model's scalars those of the first call are kept.
    /// </summary>
    /// <param name="phase">The index of the phase.</param>
    /// <param name="target">The code that will run.</param>
    /// <param name="gradientScale">What gradients are multiplied by.</param>
    /// <param name="measured">What was measured, for the updating phases.</param>
    public void Prepare(int phase, KernelTarget target, double gradientScale, ReductionResults measured)
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
                isUpdate && _phases.HasMeasure ? measured.Of(parameter)[.._phases.Reductions.Count] : []);
        }

        if (isUpdate)
            Scalars.ShareModelScalars(_firstInStep!.Membership!.Cohort);
    }

    /// <summary>Computes the step constants of the evaluating phase for all cohorts.</summary>
    public void PrepareEvaluation(KernelTarget target)
    {
        BeginPreparing();
        for (var cohort = 0; cohort < _cohortCount; cohort++)
            Prepare(_phases.UpdateEnd, target, gradientScale: 1, cohort, _parameters[IsPerTensor ? cohort : 0], []);
    }

    /// <summary>The step that a cohort takes next, from 1; for an evaluating phase the last one, or 1.</summary>
    public int StepOf(int cohort, int phase) =>
        phase < _updateEnd ? _cohortSteps[cohort] + 1 : Math.Max(_cohortSteps[cohort], 1);

    /// <summary>The step constants of a phase and a cohort.</summary>
    public Span<double> ConstantsOf(int cohort, PhaseConstants phase) =>
        _constants.AsSpan(cohort * _constantCount + phase.Start, phase.Count);

    private void BeginPreparing()
    {
        CheckVariant();
        var length = _constantCount * _cohortSteps.Length;
        if (_constants.Length < length)
            _constants = new double[length];
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
        Rule.Prepare(phase, target, context, ConstantsOf(cohort, _phases.ConstantsOf(phase)));
    }

    private void CheckVariant()
    {
        if (Rule.Variant != _variant)
        {
            throw new InvalidOperationException(
                $"A structural hyperparameter of {Rule.Schema.Name} changed after its group was made: it would " +
                $"become {Describe(Rule.Variant)}, and its states are those of {Describe(_variant)}. Make a new " +
                "optimizer for another variant.");
        }
    }

    private double[] RowsOf(Parameter[] parameters) => Scalars.RowsOf(CohortsOf(parameters));

    private int[] StepsOf(Parameter[] parameters) => [.. parameters.Select(StepCountOf)];

    private static IEnumerable<int> CohortsOf(Parameter[] parameters) => parameters.Select(parameter => parameter.Membership!.Cohort);

    private string Describe(int variant) =>
        Rule.Schema.Variants[variant].Name is { Length: > 0 } name ? $"variant '{name}'" : "the plain variant";
}
