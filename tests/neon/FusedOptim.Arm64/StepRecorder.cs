using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.Schema;

namespace FusedOptim.Arm64;

/// <summary>Records steps of a rule as one target of this machine takes them, over tensors of all short lengths.</summary>
/// <param name="cases">Where to.</param>
/// <param name="rule">The rule.</param>
/// <param name="target">The target.</param>
/// <param name="lanes">The lanes whose kernels must leave the same bits.</param>
internal sealed class StepRecorder<T>(
    CaseWriter cases, IUpdateRule rule, KernelTarget target, IReadOnlyList<string> lanes) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int LongestLength = 67;

    private readonly OperandMemory<T> _before = OperandMemory<T>.Of(OperandsOf(rule).Count, LongestLength);
    private readonly OperandMemory<double> _summandsBefore = OperandMemory<double>.Of(OperandsOf(rule).ReductionCount, LongestLength);
    private readonly TargetRun<T> _run = new(rule, OperandsOf(rule), target, LongestLength);

    public void Record()
    {
        var generator = new BitGenerator(4);
        for (var length = 0; length <= LongestLength; length++)
        {
            foreach (var kind in (InputKind[])[InputKind.Finite, InputKind.EdgeValues])
                Record(length, kind, ref generator);
        }
    }

    public void Dispose()
    {
        _before.Dispose();
        _summandsBefore.Dispose();
        _run.Dispose();
    }

    private static RuleOperands OperandsOf(IUpdateRule rule) => new(rule.Schema, rule.Schema.Variants[rule.Variant]);

    private void Record(int length, InputKind kind, ref BitGenerator generator)
    {
        _before.Place(length, 0);
        for (var operand = 0; operand < _before.OperandCount; operand++)
            InputValues.Fill(_before[operand], kind, ref generator);
        _summandsBefore.Place(length, 0);
        for (var reduction = 0; reduction < _summandsBefore.OperandCount; reduction++)
            EdgeValues.Fill(_summandsBefore[reduction], ref generator);
        _run.Start(_before, _summandsBefore, replacesSums: kind == InputKind.EdgeValues);
        // Lengths alternate, so that each step meets gradients kept and zeroed.
        var isOdd = length % 2 == 1;
        foreach (var step in (StepCase[])[new(1, 1, isOdd), new(2, 0.37, !isOdd), new(1000, 1, isOdd)])
        {
            InputValues.Fill(_run.Memory.Gradient, kind, ref generator);
            if (!Record(step))
                return;
        }
    }

    /// <summary>Returns false where the rule refuses what sums come to, because elements are not finite, or there are none.</summary>
    private bool Record(StepCase step)
    {
        for (var phase = 0; phase < rule.Schema.Phases.Count; phase++)
        {
            if (!rule.RunsAt(phase, step.Step) || rule.Schema.Phases[phase].Over == Over.Matrix)
                continue;
            try
            {
                _run.Phases.Prepare(phase, step);
            }
            catch (ArgumentException)
            {
                return false;
            }

            _before.CopyFrom(_run.Memory);
            _summandsBefore.CopyFrom(_run.Summands);
            _run.Phases.Run(phase, step);
            Write(phase, step);
        }

        return true;
    }

    private void Write(int phase, StepCase step)
    {
        var schema = rule.Schema.Phases[phase];
        var zeroesGradients = step.ZeroGradients && RuleOperands.Zeroes(rule.Schema, phase);
        // The weights to evaluate with, or what is reduced, come last.
        var operands = Enumerable.Range(0, RuleOperands.FirstState + rule.Schema.States.Count + rule.Schema.Values.Count).ToList();
        if (schema.Kind == PhaseKind.Evaluate)
            operands.Add(_before.OperandCount - 1);

        var source = SourceOf(phase);
        var precision = typeof(T) == typeof(float) ? "float" : "double";
        var operandCount = operands.Count + schema.Reductions.Count;
        cases.Begin(
            rule.Schema.Name,
            [.. lanes.Select(name => Arm64Kernel.NameOf(name + source, precision, zeroesGradients))],
            _before.Count,
            MarkedSegment.Of<T>(schema, rule.Schema.States.Count + rule.Schema.Values.Count, _before.Count, operandCount),
            _run.Phases.StepConstants[..schema.StepConstantCount],
            operandCount);
        foreach (var operand in operands)
            cases.Write<T>(_before[operand], _run.Memory[operand]);
        for (var reduction = 0; reduction < schema.Reductions.Count; reduction++)
            cases.Write<double>(_summandsBefore[reduction], _run.Summands[reduction]);
    }

    private string SourceOf(int phase) =>
        KernelSource.NameOf(rule, phase, target == KernelTarget.StrictScalar ? 2 : typeof(T) == typeof(float) ? 0 : 1);
}
