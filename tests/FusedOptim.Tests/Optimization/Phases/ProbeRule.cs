using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FusedOptim.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.Numerics;
using FusedOptim.Schema;

namespace FusedOptim.Tests.Optimization.Phases;

/// <summary>
/// A rule written by hand that shows what the runtime makes of phases. Measure: m ← scale·g, which is also what each
/// reduction gets. Update: θ ← θ − η·m·(1 + the first scalar). Evaluate: 2θ + m. Preparing an update adds 1 to the
/// first scalar, and the first sum to the others.
/// </summary>
internal sealed record ProbeRule<TSchema> : IUpdateRule
    where TSchema : IProbeSchema
{
    public const int Measure = 0;
    public const int Update = 1;
    public const int Evaluate = 2;

    public static RuleSchema Schema { get; } = new(
        "Probe", FloatMode.Deterministic,
        [new HyperparameterSchema("Probe", nameof(LearningRate), 0.1)], [new StateSchema("m", "m")], TSchema.Phases)
    {
        Scalars = TSchema.Scalars,
    };

    public double LearningRate { get; set; } = 0.1;

    /// <summary>The phase whose preparation fails; −1 for none.</summary>
    public int FailsToPrepare { get; set; } = -1;

    /// <summary>The phase whose kernel fails; −1 for none.</summary>
    public int FailsToRun { get; set; } = -1;

    /// <summary>Receives every preparation, where it is asked for.</summary>
    public List<Preparation>? Preparations { get; init; }

    /// <summary>Receives every segment, where it is asked for.</summary>
    public ConcurrentBag<(int Phase, long First, long Count)>? Segments { get; init; }

    RuleSchema IUpdateRule.Schema => Schema;

    public IUpdateRule Copy() => this with { };

    public double GetHyperparameter(int index) => LearningRate;

    public void SetHyperparameter(int index, double value) => LearningRate = value;

    public void Prepare(int phase, KernelTarget target, in PrepareContext context, Span<double> constants)
    {
        Assert.Equal(Schema.Phases[phase].StepConstantCount, constants.Length);
        Preparations?.Add(new Preparation(
            phase, context.Step, context.Count, context.Reductions.ToArray(), context.Scalars.ToArray()));
        if (phase == FailsToPrepare)
            throw new ArithmeticException($"no constants for phase {phase}");
        constants[0] = context.GradientScale;
        if (phase != Update)
            return;
        for (var i = 0; i < context.Scalars.Length; i++)
            context.Scalars[i] += i == 0 ? 1 : context.Reductions[0];
        constants[0] = LearningRate;
        constants[1] = context.Scalars.Length > 0 ? context.Scalars[0] : 0;
    }

    public void Run(int phase, KernelTarget target, in KernelSegment<float> segment) => Run<float>(phase, segment);

    public void Run(int phase, KernelTarget target, in KernelSegment<double> segment) => Run<double>(phase, segment);

    public void RunWithStates<TStates>(int phase, KernelTarget target, in KernelSegment<float> segment)
        where TStates : struct, IStateAccess => throw new NotSupportedException();

    private void Run<T>(int phase, in KernelSegment<T> segment)
        where T : unmanaged, INumber<T>
    {
        Segments?.Add((phase, segment.FirstElement, segment.Count));
        if (phase == FailsToRun)
            throw new ArithmeticException($"no kernel for phase {phase}");
        for (nint i = 0; i < segment.Count; i++)
        {
            ref var parameter = ref Unsafe.Add(ref segment.Parameter, i);
            ref var gradient = ref Unsafe.Add(ref segment.Gradient, i);
            ref var m = ref Unsafe.Add(ref segment.State(0), i);
            switch (phase)
            {
                case Measure:
                    m = T.CreateChecked(segment.StepConstants[0]) * gradient;
                    for (var reduction = 0; reduction < segment.Summands.Length; reduction++)
                    {
                        if (!LeavesSum(segment, reduction))
                            Unsafe.Add(ref segment.Summand(reduction), i) = double.CreateChecked(m);
                    }

                    break;
                case Update:
                    parameter -= T.CreateChecked(segment.StepConstants[0] * (1 + segment.StepConstants[1])) * m;
                    if (segment.ZeroGradients)
                        gradient = T.Zero;
                    break;
                case Evaluate:
                    Unsafe.Add(ref segment.EvaluationWeight, i) = parameter + parameter + m;
                    break;
            }
        }

        if (phase == Measure)
            SumBlocks(segment);
    }

    /// <summary>Puts the sums of blocks where kernels of 512 bits leave them.</summary>
    private static void SumBlocks<T>(in KernelSegment<T> segment)
        where T : unmanaged
    {
        for (var reduction = 0; reduction < segment.Summands.Length; reduction++)
        {
            if (!LeavesSum(segment, reduction))
                continue;
            ReadOnlySpan<T> summands = MemoryMarshal.CreateSpan(ref segment.State(0), (int)segment.Count);
            ref var sums = ref segment.Summand(reduction);
            for (var block = 0; block * BlockReduction.Length < summands.Length; block++)
            {
                var rest = summands[(block * BlockReduction.Length)..];
                Unsafe.Add(ref sums, block) = BlockReduction.Sum(rest[..Math.Min(rest.Length, BlockReduction.Length)]);
            }
        }
    }

    private static bool LeavesSum<T>(in KernelSegment<T> segment, int reduction)
        where T : unmanaged =>
        segment.SumsInRegisters && Schema.Phases[Measure].Reductions[reduction].Kind == ReductionKind.Sum;
}

/// <summary>What a call of Prepare got.</summary>
internal sealed record Preparation(int Phase, int Step, long Count, double[] Reductions, double[] Scalars);
