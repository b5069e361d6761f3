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
        Inputs = [.. Enumerable.Range(0, schema.Inputs.Count).Where(schema.Variants[_variant].UsesInput)];
        _usesState = new bool[schema.States.Count + schema.ElementwiseInputCount];
        foreach (var state in States)
            _usesState[state] = true;
        foreach (var input in Inputs.Where(input => schema.Inputs[input].Over == Over.Element))
            _usesState[schema.States.Count + input] = true;
        _ignoresTensor = !schema.NeedsCount && !schema.UsesView && schema.Scalars.Count == 0 && schema.Inputs.All(input => input.Over != Over.Tensor);
        _preparation = new CohortPreparation(this);
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

    /// <summary>The indices of the inputs that the group's variant of the rule uses.</summary>
    public int[] Inputs { get; }

    /// <summary>The scalars of each cohort.</summary>
    public RuleScalars Scalars { get; }

    /// <summary>
    /// Whether the rule is prepared for each tensor: each is its own cohort then, with the tensor's index in the group.
    /// </summary>
    public bool IsPerTensor { get; }

    /// <summary>Whether the group's variant of the rule uses a state, or an element-wise input by its index after the states.</summary>
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
