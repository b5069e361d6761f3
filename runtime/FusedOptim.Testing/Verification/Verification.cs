using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.Schema;

namespace FusedOptim.Testing;

/// <summary>
/// Targets side by side over tensors of one length or view: each takes every phase of every step from equal operands, and must
/// leave the bits of the first.
/// </summary>
internal sealed class Verification<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly IUpdateRule _rule;
    private readonly VerifyOptions _options;
    private readonly int _length;
    private readonly int[] _lengths;
    private readonly RuleOperands _operands;
    private readonly OperandMemory<T> _initial;
    private readonly OperandMemory<T> _before;
    private readonly OperandMemory<double> _initialSummands;
    private readonly OperandMemory<double> _summandsBefore;
    private readonly IReadOnlyList<int> _steps;
    private readonly T[] _zeros;
    private readonly TargetRun<T>[] _runs;

    public Verification(IUpdateRule rule, VerifyOptions options, IReadOnlyList<KernelTarget> targets, TensorCase tensor)
    {
        _rule = rule;
        _options = options;
        _length = tensor.Length;
        _operands = new RuleOperands(rule.Schema, rule.Schema.Variants[rule.Variant], tensor.View);
        _lengths = _operands.LengthsOf(_length);
        var capacity = _length + options.LargestOffset;
        _initial = OperandMemory<T>.Of(_operands.Count, capacity);
        _before = OperandMemory<T>.Of(_operands.Count, capacity);
        _initialSummands = OperandMemory<double>.Of(_operands.ReductionCount, capacity);
        _summandsBefore = OperandMemory<double>.Of(_operands.ReductionCount, capacity);
        _steps = StepsOf(rule, options.Steps);
        _zeros = new T[_length];
        _runs =
        [
            .. targets.Select(target => new TargetRun<T>(rule, _operands, target, capacity)),
            .. targets.Where(_operands.MaySumInRegisters).Select(target => new TargetRun<T>(rule, _operands, target, capacity, sumsInRegisters: true)),
        ];
    }

    /// <summary>The place of one of the results of a run.</summary>
    private delegate Span<TValue> Results<TValue>(TargetRun<T> run);

    private TargetRun<T> Expected => _runs[0];

    /// <exception cref="RuleVerificationException">A target differs.</exception>
    public void Check()
    {
        var generator = new BitGenerator(_options.Seed * 8191 + (ulong)_length);
        for (var offset = 0; offset <= _options.LargestOffset; offset++)
        {
            for (var scale = 0; scale < _options.GradientScales.Count; scale++)
            {
                foreach (var kind in Enum.GetValues<InputKind>())
                {
                    // Every length meets every scale with gradients kept and zeroed.
                    var zeroGradients = (offset + scale + (int)kind) % 2 == 1;
                    CheckSteps(offset, _options.GradientScales[scale], zeroGradients, kind, ref generator);
                }
            }
        }
    }

    public void Dispose()
    {
        _initial.Dispose();
        _before.Dispose();
        _initialSummands.Dispose();
        _summandsBefore.Dispose();
        foreach (var run in _runs)
            run.Dispose();
    }

    /// <summary>The steps, with one more for each phase whose interval none of them meets.</summary>
    private static List<int> StepsOf(IUpdateRule rule, IReadOnlyList<int> steps)
    {
        List<int> all = [.. steps];
        for (var phase = 0; phase < rule.Schema.Phases.Count; phase++)
        {
            var schema = rule.Schema.Phases[phase];
            if (schema.Interval < 0 || all.Exists(step => rule.RunsAt(phase, step)))
                continue;
            var interval = (int)rule.GetHyperparameter(schema.Interval);
            // Every step is a multiple of 1: nothing is between them.
            if (!schema.RunsBetween || interval > 1)
                all.Add(Enumerable.Range(1, interval).First(step => rule.RunsAt(phase, step)));
        }

        return all;
    }

    private static void Fill<TValue>(OperandMemory<TValue> memory, InputKind kind, ref BitGenerator generator)
        where TValue : unmanaged, IBinaryFloatingPointIeee754<TValue>
    {
        for (var operand = 0; operand < memory.OperandCount; operand++)
            InputValues.Fill(memory[operand], kind, ref generator);
    }

    private void CheckSteps(
        int offset, double gradientScale, bool zeroGradients, InputKind kind, ref BitGenerator generator)
    {
        _initial.Place(_lengths, offset);
        _before.Place(_lengths, offset);
        _initialSummands.Place(_length, offset);
        _summandsBefore.Place(_length, offset);
        Fill(_initial, kind, ref generator);
        Fill(_initialSummands, kind, ref generator);
        foreach (var run in _runs)
            run.Start(_initial, _initialSummands, replacesSums: kind == InputKind.EdgeValues);
        foreach (var step in _steps)
        {
            InputValues.Fill(_initial.Gradient, kind, ref generator);
            foreach (var run in _runs)
                _initial.Gradient.CopyTo(run.Memory.Gradient);
            GiveInputs(kind, ref generator);
            if (!CheckStep(new StepCase(step, gradientScale, zeroGradients), kind))
                return;
        }
    }

    /// <summary>Draws the inputs of a step. Those of a tensor or the model are finite: of others, all elements would be NaN.</summary>
    private void GiveInputs(InputKind kind, ref BitGenerator generator)
    {
        for (var operand = _operands.FirstInput; operand < _operands.FirstInput + _operands.InputCount; operand++)
        {
            InputValues.Fill(_initial[operand], kind, ref generator);
            foreach (var run in _runs)
                _initial[operand].CopyTo(run.Memory[operand]);
        }

        var inputs = new double[_rule.Schema.Inputs.Count];
        if (inputs.Length > 0)
            EdgeValues.FillFinite<double>(inputs, ref generator);
        foreach (var run in _runs)
            run.Phases.Inputs = inputs;
    }

    private bool CheckStep(StepCase step, InputKind kind)
    {
        for (var phase = 0; phase < _rule.Schema.Phases.Count; phase++)
        {
            if (!_rule.RunsAt(phase, step.Step))
                continue;
            if (!Prepare(phase, step, kind))
                return false;
            _before.CopyFrom(Expected.Memory);
            _summandsBefore.CopyFrom(Expected.Summands);
            foreach (var run in _runs)
                run.Phases.Run(phase, step);
            foreach (var run in _runs)
                Compare(phase, step, run);
        }

        return true;
    }

    /// <summary>Returns false where a rule refuses what sums come to when elements are not finite: a step ends there.</summary>
    private bool Prepare(int phase, StepCase step, InputKind kind)
    {
        // A step over no elements is never prepared.
        if (_length == 0)
            return true;
        foreach (var run in _runs)
        {
            try
            {
                run.Phases.Prepare(phase, step);
            }
            catch (Exception) when (run == Expected && kind != InputKind.Finite)
            {
                return false;
            }

            for (var scalar = 0; scalar < run.Phases.Scalars.Length; scalar++)
            {
                var (expected, actual) = (Expected.Phases.Scalars[scalar], run.Phases.Scalars[scalar]);
                if (!Element.Same(expected, actual))
                {
                    throw Report(phase, step, run).Differs(
                        new ResultPlace("scalar " + _rule.Schema.Scalars[scalar].Name), expected, actual, null);
                }
            }
        }

        return true;
    }

    private void Compare(int phase, StepCase step, TargetRun<T> run)
    {
        for (var operand = 0; operand < _operands.Count; operand++)
        {
            // Its summands are compared, and tell more.
            if (_operands.IsReducedTo(phase, operand))
                continue;
            var isWritten = _operands.IsWritten(phase, operand);
            var isZeroed = operand == RuleOperands.Gradient && step.ZeroGradients && RuleOperands.Zeroes(_rule.Schema, phase);
            var expected = isWritten ? Expected.Memory[operand] : isZeroed ? _zeros : _before[operand];
            var index = Element.FirstDifference<T>(expected, run.Memory[operand]);
            if (index >= 0)
            {
                var place = new ResultPlace(_operands.NameOf(operand), index, _operands.OverOf(operand));
                throw Describe(phase, step, run, place, expected[index], isWritten, run => run.Memory[operand]);
            }
        }

        for (var reduction = 0; reduction < _operands.ReductionCount; reduction++)
        {
            var isWritten = _operands.IsReduced(phase, reduction);
            if (isWritten && run.Phases.IsInRegisters(_rule.Schema.Phases[phase].Reductions[reduction]))
            {
                CompareSum(phase, step, run, reduction);
                continue;
            }

            var expected = isWritten ? Expected.Summands[reduction] : _summandsBefore[reduction];
            var index = Element.FirstDifference<double>(expected, run.Summands[reduction]);
            if (index >= 0)
            {
                var place = new ResultPlace(_operands.NameOfReduction(phase, reduction), index, _rule.Schema.Phases[phase].Over);
                throw Describe(phase, step, run, place, expected[index], isWritten, run => run.Summands[reduction]);
            }
        }

        if (run.Memory.FindWriteOutside() is { } write)
            throw Report(phase, step, run).WritesOutside(_operands.NameOf(write.Operand), write.ByteCount, write.IsBehind);
        if (run.Summands.FindWriteOutside() is { } summand)
        {
            throw Report(phase, step, run).WritesOutside(
                _operands.NameOfReduction(phase, summand.Operand), summand.ByteCount, summand.IsBehind);
        }
    }

    private void CompareSum(int phase, StepCase step, TargetRun<T> run, int reduction)
    {
        // No elements are no blocks.
        if (_length > 0)
        {
            var (expected, actual) = (Expected.Phases.ReductionsOf(phase)[reduction], run.Phases.ReductionsOf(phase)[reduction]);
            if (!Element.Same(expected, actual))
                throw Report(phase, step, run).Differs(new ResultPlace(_operands.NameOfReduction(phase, reduction)), expected, actual, null);
        }

        // Later phases must leave the buffers as those of the other runs.
        Expected.Summands[reduction].CopyTo(run.Summands[reduction]);
    }

    private RuleVerificationException Describe<TValue>(
        int phase, StepCase step, TargetRun<T> run, ResultPlace place, TValue expected, bool isWritten, Results<TValue> results)
        where TValue : unmanaged, IBinaryFloatingPointIeee754<TValue>
    {
        var alone = isWritten ? DiffersAlone(phase, step, run, place.Element, results) : (bool?)null;
        var report = Report(phase, step, run);
        var actual = results(run)[place.Element];
        return isWritten ? report.Differs(place, expected, actual, alone) : report.MustLeave(place, expected, actual);
    }

    /// <summary>Whether the element, row or column differs too where it is the only one of its tensor.</summary>
    private bool DiffersAlone<TValue>(
        int phase, StepCase step, TargetRun<T> run, int element, Results<TValue> results)
        where TValue : unmanaged, IBinaryFloatingPointIeee754<TValue>
    {
        using var expected = new TargetRun<T>(_rule, _operands, Expected.Target, 1);
        using var actual = new TargetRun<T>(_rule, _operands, run.Target, 1, run.Phases.SumsInRegisters);
        expected.RunAlone(Expected, _before, element, phase, step);
        actual.RunAlone(run, _before, element, phase, step);
        return !Element.Same(results(expected)[0], results(actual)[0]);
    }

    private VerificationReport<T> Report(int phase, StepCase step, TargetRun<T> run) =>
        new(_rule, _operands, phase, step, Expected.Target, run, _before);
}
