using System.Collections.Immutable;
using FusedOptim.Schema;

namespace FusedOptim.Groups;

/// <summary>
/// The phases of a rule, by what they are for: measuring ones at first, if there are any, then one or more Updates, then
/// Evaluate, if there is one.
/// </summary>
internal sealed class RulePhases
{
    private readonly IReadOnlyList<PhaseSchema> _schemas;
    private readonly PhaseConstants[] _constants;
    private readonly MeasurePhase[] _measures;

    /// <summary>The phases of a rule.</summary>
    /// <param name="schema">The rule.</param>
    /// <exception cref="NotSupportedException">There is a phase or a reduction that this version does not know, or they
    /// stand in another order.</exception>
    public RulePhases(RuleSchema schema)
    {
        var phases = _schemas = schema.Phases;
        _constants = new PhaseConstants[schema.Phases.Count];
        var start = 0;
        for (var phase = 0; phase < _constants.Length; phase++)
        {
            _constants[phase] = new PhaseConstants(start, schema.Phases[phase].StepConstantCount);
            start += _constants[phase].Count;
        }

        ConstantCount = start;

        while (FirstUpdate < phases.Count && phases[FirstUpdate].Kind == PhaseKind.Measure)
            FirstUpdate++;
        HasMeasure = FirstUpdate > 0;
        UsesView = schema.UsesView;
        UpdateEnd = FirstUpdate;
        while (UpdateEnd < phases.Count && phases[UpdateEnd].Kind == PhaseKind.Update)
            UpdateEnd++;
        HasEvaluate = phases is [.., { Kind: PhaseKind.Evaluate }];
        if (UpdateEnd == FirstUpdate || UpdateEnd + (HasEvaluate ? 1 : 0) != phases.Count)
        {
            throw new NotSupportedException(
                $"{schema.Name} has the phases {string.Join(", ", phases.Select(phase => phase.Kind.ToString()))}; this version " +
                "runs Measures if there are any, then one or more Updates, then an Evaluate if there is one.");
        }

        Reductions = [.. phases.Take(FirstUpdate).SelectMany(phase => phase.Reductions)];
        _measures = new MeasurePhase[FirstUpdate];
        for (var (index, first) = (0, 0); index < FirstUpdate; index++)
        {
            var reductions = phases[index].Reductions;
            _measures[index] = new MeasurePhase(
                first,
                [.. reductions],
                reductions.All(reduction => reduction.Kind == ReductionKind.Sum),
                phases[index].StatesWritten is not { Count: 0 } && schema.States.Count > 0);
            first += reductions.Count;
        }

        for (var phase = FirstUpdate; phase < phases.Count; phase++)
        {
            if (phases[phase].Reductions.Count > 0)
            {
                throw new NotSupportedException(
                    $"{schema.Name} reduces in another phase than Measure, which this version does not run.");
            }
        }

        for (var phase = 0; phase < phases.Count; phase++)
        {
            if (phases[phase].Interval < 0)
                continue;
            HasIntervals = true;
            if (phases[phase].Kind != PhaseKind.Update)
                throw new NotSupportedException($"{schema.Name} has an interval of {phases[phase].Kind}; this version has intervals of Updates.");
        }

        foreach (var reduction in Reductions)
        {
            if (!Enum.IsDefined(reduction.Kind) || !Enum.IsDefined(reduction.Over) || reduction.Over == Over.Element)
            {
                throw new NotSupportedException(
                    $"{schema.Name} reduces '{reduction.Name}' by {reduction.Kind} over {reduction.Over}; this " +
                    $"version reduces by {string.Join(" or ", Enum.GetNames<ReductionKind>())} over " +
                    $"{string.Join(" or ", Enum.GetNames<Over>().Where(name => name != nameof(Over.Element)))}.");
            }
        }

        CheckStates(schema);
        IsPerTensor = schema.NeedsCount || schema.UsesView || Reductions.Any(reduction => reduction.Over == Over.Tensor) ||
            schema.Scalars.Any(scalar => scalar.Over == Over.Tensor) || schema.Inputs.Any(input => input.Over == Over.Tensor);
    }

    private static void CheckStates(RuleSchema schema)
    {
        foreach (var state in schema.States)
        {
            if (state.Over is not (Over.Element or Over.Row or Over.Column))
            {
                throw new NotSupportedException(
                    $"{schema.Name} has the state '{state.Key}' over {state.Over}; this version keeps states over {Over.Element}, " +
                    $"{Over.Row} or {Over.Column}.");
            }

            if (state.Across is { } across && (across != state.Over || !state.IsVector))
            {
                throw new NotSupportedException(
                    $"{schema.Name} has the state '{state.Key}' over {state.Over} and {across}; this version keeps matrices over " +
                    $"{Over.Row} and {Over.Row}, or {Over.Column} and {Over.Column}.");
            }

            if (state is { IsVector: true, Initial: StateInitial.Parameter })
            {
                throw new NotSupportedException(
                    $"The state '{state.Key}' of {schema.Name} over {state.Over} starts from the parameter, which has a value for each " +
                    "element. It must start from zero or from a hyperparameter.");
            }
        }
    }

    /// <summary>The number of step constants of all phases.</summary>
    public int ConstantCount { get; }

    /// <summary>The step constants of a phase.</summary>
    public PhaseConstants ConstantsOf(int phase) => _constants[phase];

    /// <summary>Whether phases depend on the matrix view of the parameter.</summary>
    public bool UsesView { get; }

    /// <summary>The sums and maxima of a measuring phase.</summary>
    public ref readonly MeasurePhase MeasureOf(int phase) => ref _measures[phase];

    /// <summary>Whether a phase is one over matrices.</summary>
    public bool IsOverMatrices(int phase) => phase < FirstUpdate && _schemas[phase].Over == Over.Matrix;

    /// <summary>Whether the first phase measures.</summary>
    public bool HasMeasure { get; }

    /// <summary>The index of the first updating phase.</summary>
    public int FirstUpdate { get; }

    /// <summary>The index after the last updating phase: that of the evaluating one, where there is one.</summary>
    public int UpdateEnd { get; }

    /// <summary>Whether there are updating phases that do not run at every step.</summary>
    public bool HasIntervals { get; }

    /// <summary>Whether an updating phase is the last one of the steps at which it runs.</summary>
    public bool EndsStep(int phase)
    {
        for (var later = phase + 1; later < UpdateEnd; later++)
        {
            if (!_schemas[phase].Excludes(_schemas[later]))
                return false;
        }

        return true;
    }

    /// <summary>Whether the next phase is the alternative to an updating phase: it runs for the cohorts for which this one does not.</summary>
    public bool HasAlternative(int phase) => phase + 1 < UpdateEnd && _schemas[phase].Excludes(_schemas[phase + 1]);

    /// <summary>Whether the last phase evaluates.</summary>
    public bool HasEvaluate { get; }

    /// <summary>The reductions of all measuring phases, one phase after the other.</summary>
    public ImmutableArray<ReductionSchema> Reductions { get; }

    /// <summary>
    /// Whether the rule is prepared for each tensor: a sum, a maximum, a scalar or an input is the tensor's own, its number of
    /// elements is requested, or the rule sees its rows or columns. Otherwise tensors that have taken equally many steps share step constants.
    /// </summary>
    public bool IsPerTensor { get; }
}
