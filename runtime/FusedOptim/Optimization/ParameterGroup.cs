using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>Parameters of an optimizer that share one copy of a rule.</summary>
public sealed partial class ParameterGroup
{
    private readonly SteppedRule _stepped;
    private readonly RulePhases _phases;
    private readonly int[] _uniformStarts;
    private readonly int _uniformCount;
    private readonly int _variant;
    private readonly bool[] _usesState;
    private double[] _uniforms = [];
    private int[] _cohortSteps = [];
    private string? _fingerprint;

    internal ParameterGroup(
        Optimizer optimizer, SteppedRule stepped, IUpdateRule rule, IReadOnlyList<Parameter> parameters)
    {
        (Optimizer, _stepped, _phases, Parameters) = (optimizer, stepped, stepped.Phases, parameters);
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

        Form([.. parameters.Select(_ => 0)]);
    }

    /// <summary>The parameters, in the order in which the group got them.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

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

    /// <summary>The parameters' places in the slabs, in order: adjacent ones of one cohort are one.</summary>
    internal SlabRange[] Ranges { get; private set; } = [];

    /// <summary>The number of elements that are stepped, padding included.</summary>
    internal nint ElementCount { get; private set; }

    /// <summary>
    /// How many steps each cohort has taken. A cohort is what the rule is prepared for together: each parameter, or the
    /// parameters that have taken equally many steps. The first cohort is that of the group's first parameter.
    /// </summary>
    internal ReadOnlySpan<int> CohortSteps => _cohortSteps;

    /// <summary>The greatest number of steps that a cohort has taken.</summary>
    internal int GreatestStepCount { get; private set; }

    /// <summary>Sets how many steps a parameter of the group has taken, as when it resumes.</summary>
    internal void RestoreStepsTaken(Parameter parameter, int steps) =>
        Form([.. Parameters.Select(member => member == parameter ? steps : _cohortSteps[member.Cohort])]);

    /// <summary>Counts a step for every parameter.</summary>
    internal void CountStep()
    {
        foreach (ref var steps in _cohortSteps.AsSpan())
            steps++;
        GreatestStepCount++;
    }

    /// <summary>Whether the group's variant of the rule uses a state.</summary>
    internal bool UsesState(int state) => _usesState[state];

    /// <summary>
    /// Computes the uniforms of a phase, once for each cohort. For an updating one the rule may change the scalars:
    /// each call starts from what the last step left, and of the model's scalars those of the first call are kept.
    /// </summary>
    /// <param name="phase">The index of the phase.</param>
    /// <param name="target">The code that will run.</param>
    /// <param name="gradientScale">What gradients are multiplied by.</param>
    /// <param name="measured">What was measured, for the updating phases; ignored by the others.</param>
    internal void Prepare(int phase, KernelTarget target, double gradientScale, MeasurePass? measured)
    {
        CheckVariant();
        var length = _uniformCount * CohortSteps.Length;
        if (_uniforms.Length < length)
            _uniforms = new double[length];
        var isUpdate = _phases.FirstUpdate <= phase && phase < _phases.UpdateEnd;
        for (var cohort = 0; cohort < CohortSteps.Length; cohort++)
        {
            // The model's results are the same for all.
            var parameter = Parameters[IsPerTensor ? cohort : 0];
            var context = new PrepareContext(StepOf(cohort, phase), gradientScale)
            {
                Count = IsPerTensor ? parameter.Count : 0,
                Reductions = isUpdate && measured is not null ? measured.ResultsOf(parameter) : [],
                Scalars = Scalars[cohort],
            };
            Rule.Prepare(phase, target, context, UniformsOf(cohort, phase));
        }

        if (isUpdate)
            Scalars.ShareModelScalars();
    }

    /// <summary>The step that a cohort takes next, from 1; for an evaluating phase the last one, or 1.</summary>
    internal int StepOf(int cohort, int phase) =>
        phase < _phases.UpdateEnd ? CohortSteps[cohort] + 1 : Math.Max(CohortSteps[cohort], 1);

    /// <summary>The uniforms of a phase and a cohort.</summary>
    internal Span<double> UniformsOf(int cohort, int phase) => _uniforms.AsSpan(
        cohort * _uniformCount + _uniformStarts[phase], _stepped.Schema.Phases[phase].UniformCount);

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

    private void Form(int[] stepsTaken)
    {
        _cohortSteps = IsPerTensor ? stepsTaken : [.. stepsTaken.Distinct()];
        for (var i = 0; i < stepsTaken.Length; i++)
            Parameters[i].Cohort = IsPerTensor ? i : Array.IndexOf(_cohortSteps, stepsTaken[i]);
        GreatestStepCount = stepsTaken.Max();
        Scalars.Resize(_cohortSteps.Length);

        var ranges = new List<SlabRange>();
        foreach (var parameter in Parameters.OrderBy(parameter => parameter.Offset))
        {
            if (ranges is [.., var last] && last.Cohort == parameter.Cohort && last.Start + last.Count == parameter.Offset)
                ranges[^1] = last with { Count = last.Count + parameter.PaddedCount };
            else
                ranges.Add(new SlabRange(parameter.Offset, parameter.PaddedCount, parameter.Cohort));
        }

        Ranges = [.. ranges];
        ElementCount = (nint)ranges.Sum(range => (long)range.Count);
    }
}
