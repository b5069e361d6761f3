using FusedOptim.CompilerServices;
using FusedOptim.Execution;

namespace FusedOptim.Groups;

/// <content>Step constants, once for each cohort of a step.</content>
internal sealed partial class PreparedGroup
{
    // A cohort's preparation takes about as long as a step of so many elements.
    private const int ElementsPerCohort = 128;

    // Whether step constants depend on nothing of a tensor but what was measured.
    private readonly bool _ignoresTensor;
    private readonly CohortPreparation _preparation;
    // What preparations read of parameters, side by side: a step that goes through memory has driven the parameters out of the cache.
    private (int Index, long Count, long Rows, long Columns)[] _tensors = [];
    private double[] _constants = [];

    /// <summary>
    /// Computes the step constants of a phase, once for each cohort of the step. For an updating one the rule may change the scalars:
    /// each call starts from what the last step left, and of the model's scalars those of the first call are kept.
    /// </summary>
    /// <param name="phase">The index of the phase.</param>
    /// <param name="target">The code that will run.</param>
    /// <param name="gradientScale">What gradients are multiplied by.</param>
    /// <param name="measured">What was measured, for the updating phases.</param>
    /// <param name="team">The threads, which share the cohorts.</param>
    public void Prepare(int phase, KernelTarget target, double gradientScale, ReductionResults measured, WorkerTeam team)
    {
        if (!IsInStep)
            return;
        BeginPreparing();
        var isUpdate = _phases.FirstUpdate <= phase && phase < _phases.UpdateEnd;
        _preparation.Begin(phase, target, gradientScale, phase > 0 && _phases.HasMeasure ? measured : null);
        team.Run(_preparation, _cohortCount, (long)_cohortCount * ElementsPerCohort);
        if (isUpdate && !_phases.HasAlternative(phase))
            Scalars.ShareModelScalars(_firstInStep!.Membership!.Cohort);
    }

    /// <summary>Computes the step constants of the evaluating phase for all cohorts.</summary>
    public void PrepareEvaluation(KernelTarget target)
    {
        BeginPreparing();
        for (var cohort = 0; cohort < _cohortCount; cohort++)
            Prepare(_phases.UpdateEnd, target, gradientScale: 1, cohort, measured: null);
    }

    /// <summary>The step that a cohort takes next, from 1; for an evaluating phase the last one, or 1.</summary>
    public int StepOf(int cohort, int phase) =>
        phase < _updateEnd ? _cohortSteps[cohort] + 1 : Math.Max(_cohortSteps[cohort], 1);

    /// <summary>Whether the current step of a cohort has a phase.</summary>
    public bool Runs(int phase, int cohort) => !_phases.HasIntervals || Rule.RunsAt(phase, StepOf(cohort, phase));

    /// <summary>Whether the current step of a cohort needs an input: it may be read on an occasion alone.</summary>
    public bool NeedsInput(int input, int cohort)
    {
        if (!_phases.HasIntervals)
            return true;
        var isElementwise = Rule.Schema.Inputs[input].Over == Over.Element;
        for (var phase = 0; phase < _updateEnd; phase++)
        {
            var schema = Rule.Schema.Phases[phase];
            if (((isElementwise ? schema.InputsRead : schema.ScalarInputsRead)?.Contains(input) ?? true) && Runs(phase, cohort))
                return true;
        }

        return false;
    }

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

    private void Prepare(int phase, KernelTarget target, double gradientScale, int cohort, ReductionResults? measured)
    {
        var (index, count, rows, columns) = IsPerTensor ? _tensors[cohort] : (_firstInStep?.Index ?? 0, 0, 0, 0);
        var context = new PrepareContext(StepOf(cohort, phase), gradientScale)
        {
            Count = count,
            Rows = rows,
            Columns = columns,
            // The model's results are the same for all.
            Reductions = measured is null ? [] : measured.Of(index)[.._phases.Reductions.Length],
            Scalars = Scalars[cohort],
            Inputs = InputsOf(phase, cohort),
        };
        Rule.Prepare(phase, target, context, ConstantsOf(cohort, _phases.ConstantsOf(phase)));
    }

    // Generated code reads them in every variant.
    private ReadOnlySpan<double> InputsOf(int phase, int cohort) => Rule.Schema.Inputs.Count == 0 || phase == _updateEnd
        ? []
        : (IsPerTensor ? _parameters[cohort] : _firstInStep!).Membership!.Inputs!.Values;

    private sealed class CohortPreparation(PreparedGroup group) : BlockWork
    {
        private int _phase;
        private KernelTarget _target;
        private double _gradientScale;
        private ReductionResults? _measured;

        public void Begin(int phase, KernelTarget target, double gradientScale, ReductionResults? measured) =>
            (_phase, _target, _gradientScale, _measured) = (phase, target, gradientScale, measured);

        /// <inheritdoc/>
        public override void Run(long first, long end, int worker)
        {
            var constants = group._phases.ConstantsOf(_phase);
            var last = -1;
            for (var cohort = (int)first; cohort < end; cohort++)
            {
                if (group._membersInStep[cohort] == 0 || !group.Runs(_phase, cohort))
                    continue;
                if (last >= 0 && _measured is null && group._ignoresTensor && group._cohortSteps[cohort] == group._cohortSteps[last])
                {
                    group.ConstantsOf(last, constants).CopyTo(group.ConstantsOf(cohort, constants));
                    continue;
                }

                group.Prepare(_phase, _target, _gradientScale, cohort, _measured);
                last = cohort;
            }
        }
    }
}
