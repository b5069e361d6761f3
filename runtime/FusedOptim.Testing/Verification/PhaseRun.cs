using System.Numerics;
using FusedOptim.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.Numerics;
using FusedOptim.Schema;

namespace FusedOptim.Testing;

/// <summary>
/// A rule stepped by one target over one tensor, phase by phase as an optimizer does it. Operands are the parameter, the
/// gradient, the states, the element-wise inputs, and last the weights to evaluate with; and the buffers that measuring phases fill.
/// </summary>
/// <param name="rule">The rule.</param>
/// <param name="target">The target.</param>
/// <param name="sumsInRegisters">Whether kernels leave the sums of blocks in the buffers, as in an optimizer's step, instead of summands:
/// of sums over all elements. Summands of rows, columns and matrices stay in their places.</param>
internal sealed unsafe partial class PhaseRun<T>(IUpdateRule rule, KernelTarget target, bool sumsInRegisters = false)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Takes the place of a sum that is not finite: the update would have nothing but NaN to show.
    private const double OrdinarySum = 1.5;

    private const int FirstState = RuleOperands.FirstState;

    private readonly double[] _constants = new double[rule.Schema.Phases.Max(phase => phase.StepConstantCount)];
    private readonly int _operandCount = rule.Schema.States.Count + rule.Schema.Inputs.Count(input => input.Over == Over.Element) + rule.Schema.Values.Count;
    private nint[] _addresses = [];
    private nint[] _summands = [];
    private double[] _ownSummands = [];
    private nint _offset;
    private nint _count;
    private double[] _reductions = [];

    public KernelTarget Target => target;

    /// <summary>Whether the buffers of sums over all elements have sums of blocks in the place of summands.</summary>
    public bool SumsInRegisters => sumsInRegisters;

    /// <summary>Whether the buffer of a reduction has them.</summary>
    public bool IsInRegisters(ReductionSchema reduction) =>
        sumsInRegisters && reduction.Kind == ReductionKind.Sum && !reduction.Over.IsOfMatrix;

    /// <summary>What was prepared last.</summary>
    public ReadOnlySpan<double> StepConstants => _constants;

    /// <summary>The rule's scalars, which steps change.</summary>
    public double[] Scalars { get; set; } = InitialScalars(rule);

    /// <summary>The rule's inputs of the tensor and of the model, by their index in the schema.</summary>
    public double[] Inputs { get; set; } = new double[rule.Schema.Inputs.Count];

    /// <summary>Whether an ordinary value takes the place of a sum that is not finite.</summary>
    public bool ReplacesSums { get; set; }

    /// <summary>What the phases reduced to, one after the other.</summary>
    public IReadOnlyList<double> Reductions => _reductions;

    /// <summary>What a phase reduced to.</summary>
    /// <param name="phase">The index of the phase.</param>
    public ReadOnlySpan<double> ReductionsOf(int phase) =>
        _reductions.AsSpan(FirstReductionOf(phase), rule.Schema.Phases[phase].Reductions.Count);

    private int ReductionCount => rule.Schema.Phases.Max(phase => phase.Reductions.Count);

    /// <summary>The scalars as they are before the first step.</summary>
    public static double[] InitialScalars(IUpdateRule rule) =>
    [
        .. rule.Schema.Scalars.Select(scalar => scalar.InitialHyperparameter < 0
            ? scalar.Initial
            : rule.GetHyperparameter(scalar.InitialHyperparameter)),
    ];

    /// <summary>Takes the elements from an offset on of operands that start at the given addresses.</summary>
    /// <param name="addresses">The addresses of the operands.</param>
    /// <param name="offset">The offset.</param>
    /// <param name="count">The number of elements.</param>
    /// <param name="summands">The addresses of the buffers that measuring phases fill; none for memory of the run's own.</param>
    public void Place(ReadOnlySpan<nint> addresses, nint offset, nint count, ReadOnlySpan<nint> summands = default)
    {
        _addresses = addresses.ToArray();
        (_offset, _count, _view) = (offset, count, null);
        _reductions = new double[rule.Schema.Phases.Sum(phase => phase.Reductions.Count)];
        _summands = summands.Length > 0 ? summands.ToArray() : OwnSummands();
    }

    private nint[] OwnSummands()
    {
        var length = (int)(_offset + _count);
        // Pinned, so that addresses stay good; never empty, so that there is one.
        _ownSummands = GC.AllocateArray<double>(ReductionCount * length + 1, pinned: true);
        var first = (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _ownSummands[0]);
        return [.. Enumerable.Range(0, ReductionCount).Select(reduction => first + reduction * length * sizeof(double))];
    }

    /// <summary>Takes the step constants that another run prepared last.</summary>
    public void CopyConstants(PhaseRun<T> run) => run._constants.CopyTo(_constants, 0);

    /// <summary>One step: all phases.</summary>
    public void Run(StepCase step)
    {
        for (var phase = 0; phase < rule.Schema.Phases.Count; phase++)
        {
            if (!rule.RunsAt(phase, step.Step))
                continue;
            Prepare(phase, step);
            Run(phase, step);
        }
    }

    public void Prepare(int phase, StepCase step)
    {
        var schema = rule.Schema.Phases[phase];
        var context = new PrepareContext(step.Step, step.GradientScale)
        {
            Count = _count,
            // Without a view, a row of so many columns for a rule that asks.
            Rows = _view?.Rows ?? 1,
            Columns = _view?.Columns ?? _count,
            // Those of the step before are gone when a tensor is measured.
            Reductions = phase == 0 ? [] : _reductions,
            Scalars = Scalars,
            Inputs = schema.Kind == PhaseKind.Evaluate ? [] : Inputs,
        };
        rule.Prepare(phase, target, context, _constants.AsSpan(0, schema.StepConstantCount));
    }

    public void Run(int phase, StepCase step)
    {
        // A method over matrices is called as it is: there is nothing to compare. Its matrices keep what they were filled with.
        if (rule.Schema.Phases[phase].Over == Over.Matrix)
            return;
        var reductions = rule.Schema.Phases[phase].Reductions;
        if (reductions.Count == 0)
            RunSegment(phase, step, 0, EntryCountOf(phase), []);
        else
            Measure(phase, step, reductions, _reductions.AsSpan(FirstReductionOf(phase), reductions.Count));
    }

    private int FirstReductionOf(int phase) => rule.Schema.Phases.Take(phase).Sum(before => before.Reductions.Count);

    private void Measure(int phase, StepCase step, IReadOnlyList<ReductionSchema> reductions, Span<double> results)
    {
        for (var index = 0; index < results.Length; index++)
            results[index] = reductions[index].Kind == ReductionKind.Maximum ? double.NegativeInfinity : 0;
        var summands = new nint[reductions.Count];
        var totals = reductions.Select(EmptyTotals).ToArray();
        var count = EntryCountOf(phase);
        for (nint start = 0; start < count;)
        {
            var length = LengthAt(reductions, (int)(count - start));
            // A buffer belongs to the segment; the other addresses are those of whole operands.
            for (var index = 0; index < summands.Length; index++)
                summands[index] = _summands[index] + (_offset + start) * sizeof(double);
            RunSegment(phase, step, start, length, summands);
            for (var index = 0; index < summands.Length; index++)
            {
                if (totals[index] is { } units)
                    AddUp(phase, reductions[index], start, new ReadOnlySpan<double>((void*)summands[index], length), units);
                else
                    results[index] = Combine(reductions[index], results[index], summands[index], length);
            }

            start += length;
        }

        for (var index = 0; index < totals.Length; index++)
        {
            if (totals[index] is not { } units)
                continue;
            // Nothing reads it: what a row has is an operand.
            results[index] = double.NaN;
            Write(reductions[index], units);
        }

        foreach (ref var reduction in results)
            reduction = Replaced(reduction);
    }

    private double Replaced(double reduction) => ReplacesSums && !double.IsFinite(reduction) ? OrdinarySum : reduction;

    /// <summary>The length of a segment that is measured: a block, or all whole blocks where nothing but their sums is left.</summary>
    private int LengthAt(IReadOnlyList<ReductionSchema> reductions, int left) => reductions.All(IsInRegisters) && left > BlockReduction.Length
        ? left - left % BlockReduction.Length
        : Math.Min(left, BlockReduction.Length);

    private double Combine(ReductionSchema reduction, double result, nint buffer, int length)
    {
        var summands = new ReadOnlySpan<double>((void*)buffer, length);
        if (reduction.Kind == ReductionKind.Maximum)
            return Math.Max(result, BlockReduction.Maximum(summands));
        if (reduction.Kind == ReductionKind.Norm)
            return BlockReduction.Norm([result, BlockReduction.Norm(summands)]);
        if (!IsInRegisters(reduction))
            return result + BlockReduction.Sum(summands);
        for (var block = 0; block * BlockReduction.Length < length; block++)
            result += summands[block];
        return result;
    }

    private void RunSegment(int phase, StepCase step, nint start, nint count, ReadOnlySpan<nint> summands)
    {
        var call = new KernelCall(step.GradientScale)
        {
            ZeroGradients = step.ZeroGradients && RuleOperands.Zeroes(rule.Schema, phase),
            SumsInRegisters = sumsInRegisters,
            Accumulators = AccumulatorsOf(phase),
        };
        if (typeof(T) == typeof(float))
            rule.Run(phase, target, Segment<float>(phase, step, start, count, summands, in call));
        else
            rule.Run(phase, target, Segment<double>(phase, step, start, count, summands, in call));
    }

    private KernelSegment<TElement> Segment<TElement>(
        int phase, StepCase step, nint start, nint count, ReadOnlySpan<nint> summands, ref readonly KernelCall call)
        where TElement : unmanaged
    {
        var first = _offset + start;
        var schema = rule.Schema.Phases[phase];
        return new KernelSegment<TElement>(
            (TElement*)_addresses[RuleOperands.Parameter] + first,
            (TElement*)_addresses[RuleOperands.Gradient] + first,
            OperandsOf(phase, start, count),
            first,
            count,
            _constants.AsSpan(0, schema.StepConstantCount),
            in call)
        {
            FirstElement = start,
            Step = step.Step,
            Summands = summands,
            EvaluationWeights = schema.Kind == PhaseKind.Evaluate ? _addresses[^1] + first * sizeof(TElement) : 0,
        };
    }
}
