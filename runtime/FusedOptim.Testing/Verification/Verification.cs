using System.Numerics;

namespace FusedOptim.Testing;

/// <summary>
/// Targets side by side over tensors of one length: each takes every phase of every step from equal operands, and must
/// leave the bits of the first.
/// </summary>
internal sealed class Verification<TRule, T> : IDisposable
    where TRule : class, IUpdateRule<TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TRule _rule;
    private readonly VerifyOptions _options;
    private readonly int _length;
    private readonly RuleOperands _operands;
    private readonly OperandMemory<T> _initial;
    private readonly OperandMemory<T> _before;
    private readonly T[] _zeros;
    private readonly TargetRun<TRule, T>[] _runs;

    public Verification(TRule rule, VerifyOptions options, IReadOnlyList<KernelTarget> targets, int length)
    {
        _rule = rule;
        _options = options;
        _length = length;
        _operands = new RuleOperands(TRule.Schema, TRule.Schema.Variants[rule.Variant]);
        var capacity = length + options.LargestOffset;
        _initial = new OperandMemory<T>(_operands.Count - RuleOperands.FirstState, capacity);
        _before = new OperandMemory<T>(_operands.Count - RuleOperands.FirstState, capacity);
        _zeros = new T[length];
        _runs = [.. targets.Select(target => new TargetRun<TRule, T>(rule, _operands, target, capacity))];
    }

    private TargetRun<TRule, T> Expected => _runs[0];

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
        foreach (var run in _runs)
            run.Dispose();
    }

    private static void Fill(Span<T> values, InputKind kind, ref BitGenerator generator)
    {
        if (kind == InputKind.Finite)
            EdgeValues.FillFinite(values, ref generator);
        else
            EdgeValues.Fill(values, ref generator);
    }

    private void CheckSteps(
        int offset, double gradientScale, bool zeroGradients, InputKind kind, ref BitGenerator generator)
    {
        _initial.Place(_length, offset);
        _before.Place(_length, offset);
        for (var operand = 0; operand < _initial.OperandCount; operand++)
            Fill(_initial[operand], kind, ref generator);
        foreach (var run in _runs)
            run.Start(_initial, replacesSums: kind == InputKind.EdgeValues);
        foreach (var step in _options.Steps)
        {
            Fill(_initial.Gradient, kind, ref generator);
            foreach (var run in _runs)
                _initial.Gradient.CopyTo(run.Memory.Gradient);
            if (!CheckStep(new StepCase(step, gradientScale, zeroGradients), kind))
                return;
        }
    }

    private bool CheckStep(StepCase step, InputKind kind)
    {
        for (var phase = 0; phase < TRule.Schema.Phases.Count; phase++)
        {
            if (!Prepare(phase, step, kind))
                return false;
            _before.CopyFrom(Expected.Memory);
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
                        "scalar " + TRule.Schema.Scalars[scalar].Name, -1, expected, actual, null);
                }
            }
        }

        return true;
    }

    private void Compare(int phase, StepCase step, TargetRun<TRule, T> run)
    {
        for (var operand = 0; operand < _operands.Count; operand++)
        {
            var isWritten = _operands.IsWritten(phase, operand);
            var isZeroed = operand == RuleOperands.Gradient && step.ZeroGradients && RuleOperands.Zeroes(TRule.Schema, phase);
            var expected = isWritten ? Expected.Memory[operand] : isZeroed ? _zeros : _before[operand];
            var index = Element.FirstDifference<T>(expected, run.Memory[operand]);
            if (index >= 0)
                throw Describe(phase, step, run, operand, index, expected[index], isWritten);
        }

        if (run.Memory.FindWriteOutside() is { } write)
        {
            throw Report(phase, step, run).WritesOutside(
                _operands.NameOf(phase, write.Operand), write.ByteCount, write.IsBehind);
        }
    }

    private RuleVerificationException Describe(
        int phase, StepCase step, TargetRun<TRule, T> run, int operand, int element, T expected, bool isWritten)
    {
        var alone = isWritten ? DiffersAlone(phase, step, run, operand, element) : (bool?)null;
        var report = Report(phase, step, run);
        var actual = run.Memory[operand][element];
        var name = _operands.NameOf(phase, operand);
        return isWritten
            ? report.Differs(name, element, expected, actual, alone)
            : report.MustLeave(name, element, expected, actual);
    }

    /// <summary>Whether the element differs too where it is the only one of its tensor.</summary>
    private bool DiffersAlone(int phase, StepCase step, TargetRun<TRule, T> run, int operand, int element)
    {
        using var expected = new TargetRun<TRule, T>(_rule, _operands, Expected.Target, 1);
        using var actual = new TargetRun<TRule, T>(_rule, _operands, run.Target, 1);
        expected.RunAlone(Expected, _before, element, phase, step);
        actual.RunAlone(run, _before, element, phase, step);
        return !Element.Same(expected.Memory[operand][0], actual.Memory[operand][0]);
    }

    private VerificationReport<TRule, T> Report(int phase, StepCase step, TargetRun<TRule, T> run) =>
        new(_rule, _operands, phase, step, Expected.Target, run, _before);
}
