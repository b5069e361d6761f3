using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>Parameters of an optimizer that share one copy of a rule.</summary>
/// <typeparam name="TRule">The rule.</typeparam>
public sealed class ParameterGroup<TRule> : ParameterGroup
    where TRule : class, IUpdateRule<TRule>
{
    private readonly int[] _uniformStarts;
    private readonly int _uniformCount;
    private readonly int _variant;
    private readonly bool[] _usesState;
    private readonly RulePhases _phases;
    private double[] _uniforms = [];
    private string? _fingerprint;
    private Action<TRule, int>? _schedules;

    internal ParameterGroup(
        Optimizer<TRule> optimizer, TRule rule, RulePhases phases, IReadOnlyList<Parameter> parameters)
        : base(optimizer, parameters, new RuleScalars(TRule.Schema.Scalars, rule.GetHyperparameter), phases.IsPerTensor)
    {
        _phases = phases;
        Rule = rule.Copy();
        _variant = Rule.Variant;
        _usesState = [.. Enumerable.Range(0, TRule.Schema.States.Count).Select(state => States.Contains(state))];
        var schemas = TRule.Schema.Phases;
        _uniformStarts = new int[schemas.Count];
        for (var phase = 0; phase < schemas.Count; phase++)
        {
            _uniformStarts[phase] = _uniformCount;
            _uniformCount += schemas[phase].UniformCount;
        }
    }

    /// <summary>The group's own copy of the rule: setting its hyperparameters changes the steps that follow.</summary>
    public TRule Rule { get; }

    /// <inheritdoc/>
    public override string RuleFingerprint => _fingerprint ??= FusedOptim.RuleFingerprint.Of(Rule);

    /// <inheritdoc/>
    public override double GetHyperparameter(int index) => Rule.GetHyperparameter(index);

    /// <inheritdoc/>
    public override void SetHyperparameter(int index, double value) => Rule.SetHyperparameter(index, value);

    /// <inheritdoc/>
    internal override IReadOnlyList<int> States => TRule.Schema.Variants[_variant].States;

    /// <summary>
    /// Adds a schedule: called before every step with the group's rule and the step of the optimizer, counted from 1. It
    /// sets hyperparameters in place. Several schedules run in the order in which they were added.
    /// </summary>
    /// <remarks>
    /// <para>What a schedule sets, stays set: <c>rule.LearningRate *= 0.99</c> compounds from step to step. To scale the rate that the
    /// group was made with, keep it:</para>
    /// <code>
    /// foreach (var group in optimizer.Groups)
    /// {
    ///     var rate = group.Rule.LearningRate;
    ///     group.Schedule((rule, step) => rule.LearningRate = rate * Math.Min(1, step / 100.0));
    /// }
    /// </code>
    /// <para>A rate of 0 does not freeze a group. Its moments and averages still change, and so do its values under weight decay
    /// that is independent of the rate, and under rules that keep the size of their steps in states, such as
    /// <see cref="Velocity"/> and <see cref="Rprop"/>.</para>
    /// </remarks>
    /// <param name="schedule">What sets the hyperparameters. An exception out of it faults the optimizer.</param>
    public void Schedule(Action<TRule, int> schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        _schedules += schedule;
    }

    /// <summary>Whether the group's variant of the rule uses a state.</summary>
    internal bool UsesState(int state) => _usesState[state];

    /// <summary>Runs the schedules.</summary>
    internal void RunSchedules(int step) => _schedules?.Invoke(Rule, step);

    /// <summary>
    /// Computes the uniforms of a phase, once for each cohort. For an updating one the rule may change the scalars:
    /// each call starts from what the last step left, and of the model's scalars those of the first call are kept.
    /// </summary>
    /// <param name="phase">The index of the phase.</param>
    /// <param name="target">The code that will run.</param>
    /// <param name="gradientScale">What gradients are multiplied by.</param>
    /// <param name="measured">What was measured, for the updating phases; ignored by the others.</param>
    internal void Prepare(int phase, KernelTarget target, double gradientScale, MeasurePass<TRule>? measured)
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
        cohort * _uniformCount + _uniformStarts[phase], TRule.Schema.Phases[phase].UniformCount);

    private void CheckVariant()
    {
        if (Rule.Variant != _variant)
        {
            throw new InvalidOperationException(
                $"A structural hyperparameter of {TRule.Schema.Name} changed after its group was made: it would " +
                $"become {Describe(Rule.Variant)}, and its states are those of {Describe(_variant)}. Make a new " +
                "optimizer for another variant.");
        }
    }

    private static string Describe(int variant) =>
        TRule.Schema.Variants[variant].Name is { Length: > 0 } name ? $"variant '{name}'" : "the plain variant";
}
