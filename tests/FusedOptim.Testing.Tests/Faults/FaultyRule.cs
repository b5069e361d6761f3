using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FusedOptim.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.Numerics;
using FusedOptim.Schema;

namespace FusedOptim.Testing.Tests.Faults;

/// <summary>
/// A rule of three phases, written by hand, whose kernels are loops over elements. All are right but for the fault that it
/// is made with.
/// </summary>
internal sealed class FaultyRule(Fault fault) : IUpdateRule
{
    private const int LaneCount = 16;

    private double _learningRate = 0.25;
    private bool _isDoubled;

    /// <summary>The target that is wrong.</summary>
    public static KernelTarget Widest => KernelTargets.Supported[^1];

    public static RuleSchema Schema { get; } = new(
        "Faulty",
        FloatMode.Strict,
        [
            new HyperparameterSchema("Faulty", "LearningRate", 0.25),
            new HyperparameterSchema("Faulty", "Doubled", 0)
            {
                IsInteger = true,
                Choices = [new HyperparameterChoice("false", 0), new HyperparameterChoice("true", 1)],
            },
        ],
        [new StateSchema("m", "m")],
        [
            new PhaseSchema(PhaseKind.Measure, StepConstantCount: 1, Reads: 1, Writes: 0)
            {
                Reductions = [new ReductionSchema("squares", ReductionKind.Sum, Over.Tensor)],
            },
            new PhaseSchema(PhaseKind.Update, StepConstantCount: 2, Reads: 3, Writes: 2),
            new PhaseSchema(PhaseKind.Evaluate, StepConstantCount: 0, Reads: 2, Writes: 1),
        ])
    {
        Scalars = [new ScalarSchema("total", "total", Over.Tensor)],
        Variants = [new VariantSchema("", [0]), new VariantSchema("Doubled", [0])],
    };

    public int Variant => _isDoubled ? 1 : 0;

    RuleSchema IUpdateRule.Schema => Schema;

    public IUpdateRule Copy() => new FaultyRule(fault) { _learningRate = _learningRate, _isDoubled = _isDoubled };

    public double GetHyperparameter(int index) => index == 0 ? _learningRate : Variant;

    public void SetHyperparameter(int index, double value)
    {
        if (index == 0)
            _learningRate = value;
        else
            _isDoubled = value != 0;
    }

    public void Prepare(int phase, KernelTarget target, in PrepareContext context, Span<double> constants)
    {
        if (phase == 2)
            return;
        constants[0] = context.GradientScale;
        if (phase == 0)
            return;
        constants[1] = (_isDoubled ? 2 : 1) * _learningRate / (1 + context.Reductions[0]);
        context.Scalars[0] += context.Reductions[0];
        if (Has(Fault.Scalar, target))
            context.Scalars[0] += context.Reductions[0];
    }

    public void Run(int phase, KernelTarget target, in KernelSegment<float> segment) => Run<float>(phase, target, segment);

    public void Run(int phase, KernelTarget target, in KernelSegment<double> segment) =>
        Run<double>(phase, target, segment);

    public void RunWithStates<TStates>(int phase, KernelTarget target, in KernelSegment<float> segment)
        where TStates : struct, IStateAccess => throw new NotSupportedException();

    private bool Has(Fault wanted, KernelTarget target) => fault == wanted && target == Widest;

    private void Run<T>(int phase, KernelTarget target, in KernelSegment<T> segment)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (nint i = 0; i < segment.Count; i++)
        {
            if (phase == 0)
                Measure(target, segment, i);
            else if (phase == 1)
                Update(target, segment, i);
            else
                Evaluate(target, segment, i);
        }

        if (phase == 0 && segment.SumsInRegisters)
            SumBlocks(target, segment);
        if (phase == 1 && Has(Fault.WriteBehindTheEnd, target))
            Unsafe.Add(ref segment.Parameter, segment.Count) = T.One;
        if (phase == 1 && Has(Fault.WriteBeforeTheStart, target))
            Unsafe.Add(ref segment.State(0), -1) = T.One;
    }

    private void Measure<T>(KernelTarget target, in KernelSegment<T> segment, nint i)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref var gradient = ref Unsafe.Add(ref segment.Gradient, i);
        var scaled = gradient * T.CreateTruncating(segment.StepConstants[0]);
        Unsafe.Add(ref segment.Summand(0), i) = double.CreateTruncating(scaled * scaled);
        if (Has(Fault.Summand, target) && T.Abs(scaled) > T.CreateTruncating(0.25))
            Unsafe.Add(ref segment.Summand(0), i) = double.CreateTruncating(scaled * gradient);
        if (Has(Fault.ChangedGradient, target))
            gradient = scaled;
    }

    /// <summary>Puts the sums of blocks at the start of the buffer, as kernels do that sum in registers.</summary>
    private void SumBlocks<T>(KernelTarget target, in KernelSegment<T> segment)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var buffer = MemoryMarshal.CreateSpan(ref segment.Summand(0), (int)segment.Count);
        var summands = buffer.ToArray().AsSpan();
        if (Has(Fault.SumInRegisters, target))
            summands = summands[..(summands.Length / LaneCount * LaneCount)];
        for (var block = 0; block * BlockReduction.Length < buffer.Length; block++)
        {
            var read = Has(Fault.SumOfABlock, target) ? Math.Max(0, block - 1) : block;
            var rest = summands[(read * BlockReduction.Length)..];
            buffer[block] = BlockReduction.Sum<double>(rest[..Math.Min(rest.Length, BlockReduction.Length)]);
        }
    }

    private void Update<T>(KernelTarget target, in KernelSegment<T> segment, nint i)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var remainder = segment.Count - segment.Count % LaneCount;
        if (Has(Fault.SkippedRemainder, target) && i >= remainder)
            return;
        ref var parameter = ref Unsafe.Add(ref segment.Parameter, i);
        ref var gradient = ref Unsafe.Add(ref segment.Gradient, i);
        ref var m = ref Unsafe.Add(ref segment.State(0), i);
        m = T.CreateTruncating(0.9) * m + gradient * T.CreateTruncating(segment.StepConstants[0]);
        var rate = T.CreateTruncating(segment.StepConstants[1]);
        parameter = fault == Fault.StrictKernel && target == KernelTarget.StrictScalar
            ? T.FusedMultiplyAdd(-rate, m, parameter)
            : parameter - rate * m;
        var isFaulty = Has(Fault.OneLane, target) && typeof(T) == typeof(float) && i < remainder && i % LaneCount == 5;
        if (isFaulty || (_isDoubled && Has(Fault.OtherVariant, target)))
            parameter = T.BitIncrement(parameter);
        if (segment.ZeroGradients && !Has(Fault.KeptGradient, target))
            gradient = T.Zero;
    }

    private void Evaluate<T>(KernelTarget target, in KernelSegment<T> segment, nint i)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var m = Unsafe.Add(ref segment.State(0), i);
        var weight = Unsafe.Add(ref segment.Parameter, i) - m;
        // Any NaN equals any NaN: no fault.
        if (T.IsNaN(weight) && target == Widest)
            weight = -weight;
        if (weight == T.Zero && Has(Fault.SignOfZero, target))
            weight = -weight;
        Unsafe.Add(ref segment.EvaluationWeight, i) = weight;
    }
}
