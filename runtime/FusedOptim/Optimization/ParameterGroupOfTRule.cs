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
    private double[] _uniforms = [];
    private Action<TRule, int>? _schedules;

    internal ParameterGroup(Optimizer<TRule> optimizer, TRule rule, IReadOnlyList<Parameter> parameters)
        : base(optimizer, parameters)
    {
        Rule = rule.Copy();
        _variant = Rule.Variant;
        var phases = TRule.Schema.Phases;
        _uniformStarts = new int[phases.Count];
        for (var phase = 0; phase < phases.Count; phase++)
        {
            _uniformStarts[phase] = _uniformCount;
            _uniformCount += phases[phase].UniformCount;
        }
    }

    /// <summary>The group's own copy of the rule: setting its hyperparameters changes the steps that follow.</summary>
    public TRule Rule { get; }

    /// <inheritdoc/>
    internal override IReadOnlyList<int> States => TRule.Schema.Variants[_variant].States;

    /// <summary>
    /// Adds a schedule: called before every step with the group's rule and the step of the optimizer, counted from 1. It
    /// sets hyperparameters in place. Several schedules run in the order in which they were added.
    /// </summary>
    /// <param name="schedule">What sets the hyperparameters. An exception out of it faults the optimizer.</param>
    public void Schedule(Action<TRule, int> schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        _schedules += schedule;
    }

    /// <summary>Runs the schedules.</summary>
    internal void RunSchedules(int step) => _schedules?.Invoke(Rule, step);

    /// <summary>Computes the uniforms of all phases, once for each cohort.</summary>
    internal void Prepare(KernelTarget target, double gradientScale)
    {
        if (Rule.Variant != _variant)
        {
            throw new InvalidOperationException(
                $"A structural hyperparameter of {TRule.Schema.Name} changed after its group was made: it would become " +
                $"{Describe(Rule.Variant)}, and its states are those of {Describe(_variant)}. Make a new optimizer for another variant.");
        }

        var length = _uniformCount * CohortSteps.Length;
        if (_uniforms.Length < length)
            _uniforms = new double[length];
        for (var cohort = 0; cohort < CohortSteps.Length; cohort++)
        {
            var context = new PrepareContext(StepOf(cohort), gradientScale);
            for (var phase = 0; phase < _uniformStarts.Length; phase++)
                Rule.Prepare(phase, target, context, UniformsOf(cohort, phase));
        }
    }

    private static string Describe(int variant) =>
        TRule.Schema.Variants[variant].Name is { Length: > 0 } name ? $"variant '{name}'" : "the plain variant";

    /// <summary>The step that a cohort takes next, counted from 1.</summary>
    internal int StepOf(int cohort) => CohortSteps[cohort] + 1;

    /// <summary>The uniforms of a phase and a cohort.</summary>
    internal Span<double> UniformsOf(int cohort, int phase) => _uniforms.AsSpan(
        cohort * _uniformCount + _uniformStarts[phase], TRule.Schema.Phases[phase].UniformCount);
}
