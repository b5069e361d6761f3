using FusedOptim.Kernels;
using FusedOptim.Numerics;

namespace FusedOptim.Stepping;

/// <content>The measuring phases of all rules, one after the other.</content>
internal sealed partial class OptimizerStep
{
    private readonly MeasureStage _measure = new(rules, storage.Parameters.Count, team.ThreadCount);
    private readonly PlacedSegments _measured = new(rules, BlockReduction.Length);
    private readonly PlacedSegments _someMeasured = new(rules, BlockReduction.Length);
    // Of rules that see rows and columns.
    private readonly PlacedSegments _matrices = new(rules, BlockReduction.Length);
    private MatrixStage? _matrixMeasure;
    private MatrixFunctionStage? _matrixFunctions;
    private int _measureCount;

    /// <summary>Makes room for a rule.</summary>
    public void Add(SteppedRule rule)
    {
        if (!rule.Phases.HasMeasure)
            return;
        _measureCount = Math.Max(_measureCount, rule.Phases.FirstUpdate);
        _measure.Add(rule.Phases);
        if (rule.Phases.UsesView)
            (_matrixMeasure ??= new MatrixStage(rules, _measure.Results, team.ThreadCount)).Add(rule.Phases);
        if (rule.Schema.TakesMatrices)
            _matrixFunctions ??= new MatrixFunctionStage(team, target, storage.ComputeSize == sizeof(double));
    }

    private void Measure(double gradientScale)
    {
        if (_measured.Segments.Count == 0 && _matrices.Segments.Count == 0)
            return;
        for (var phase = 0; phase < _measureCount; phase++)
        {
            for (var i = 0; i < groups.Count; i++)
            {
                if (phase >= groups[i].Phases.FirstUpdate)
                    continue;
                rules[groups[i].RuleIndex].Begin(phase, gradientScale);
                groups[i].Prepare(phase, target, gradientScale, _measure.Results, team);
            }

            for (var i = 0; i < rules.Count; i++)
                HasWritten |= phase < rules[i].Phases.FirstUpdate && rules[i].Phases.MeasureOf(phase).Writes;
            var measured = MeasuredBy(phase);
            if (measured.Segments.Count > 0)
                _measure.Run(team, measured, phase);
            if (_matrices.Segments.Count > 0)
                _matrixMeasure!.Run(team, _matrices, phase);
            _matrixFunctions?.Run(_matrices, phase);
        }
    }

    // Some rules have fewer phases.
    private PlacedSegments MeasuredBy(int phase)
    {
        var haveAll = true;
        for (var i = 0; i < rules.Count; i++)
            haveAll &= rules[i].Phases is var phases && (!phases.HasMeasure || phases.UsesView || phase < phases.FirstUpdate);
        if (haveAll)
            return _measured;
        _someMeasured.Segments.Clear();
        for (var i = 0; i < _measured.Segments.Count; i++)
        {
            if (phase < _measured.Places[i].Rule.Phases.FirstUpdate)
                _someMeasured.Segments.Add(_measured.Segments[i]);
        }

        _someMeasured.Place();
        return _someMeasured;
    }
}
