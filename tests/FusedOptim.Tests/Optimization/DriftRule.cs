using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.Schema;

namespace FusedOptim.Tests.Optimization;

/// <summary>
/// A rule written by hand, as the generator would not: every input of the runtime shows in its results, it can fail when it
/// prepares or runs, and it tells which segments it got. m ← βm + g; θ ← θ − η·step·m + anchor·1e-3 + floor·1e-3.
/// </summary>
internal sealed record DriftRule : IUpdateRule
{
    public static RuleSchema Schema { get; } = new(
        nameof(DriftRule), FloatMode.Deterministic,
        [
            new HyperparameterSchema(nameof(DriftRule), nameof(LearningRate), 0.1),
            new HyperparameterSchema(nameof(DriftRule), nameof(Momentum), 0.9),
            new HyperparameterSchema(nameof(DriftRule), nameof(Floor), 0.25),
        ],
        [
            new StateSchema("m", "momentum_buffer"),
            new StateSchema("anchor", "anchor", StateInitial.Parameter),
            new StateSchema("floor", "floor", StateInitial.Hyperparameter, InitialHyperparameter: 2),
        ],
        [new PhaseSchema(PhaseKind.Update, StepConstantCount: 4, Reads: 5, Writes: 2)]);

    public double LearningRate { get; set; } = 0.1;

    public double Momentum { get; set; } = 0.9;

    public double Floor { get; set; } = 0.25;

    /// <summary>The step whose preparation fails; 0 for none.</summary>
    public int FailsToPrepare { get; set; }

    /// <summary>The step whose kernel fails; 0 for none.</summary>
    public int FailsToRun { get; set; }

    /// <summary>Receives every segment, where it is asked for.</summary>
    public ConcurrentBag<(long First, nint Count, int Step)>? Segments { get; init; }

    /// <summary>Counts the preparations, where it is asked for.</summary>
    public ConcurrentBag<int>? Preparations { get; init; }

    RuleSchema IUpdateRule.Schema => Schema;

    public IUpdateRule Copy() => this with { };

    public double GetHyperparameter(int index) => index switch
    {
        0 => LearningRate,
        1 => Momentum,
        2 => Floor,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public void SetHyperparameter(int index, double value)
    {
        switch (index)
        {
            case 0: LearningRate = value; break;
            case 1: Momentum = value; break;
            case 2: Floor = value; break;
            default: throw new ArgumentOutOfRangeException(nameof(index));
        }
    }

    public void Prepare(int phase, KernelTarget target, in PrepareContext context, Span<double> constants)
    {
        Preparations?.Add(context.Step);
        if (context.Step == FailsToPrepare)
            throw new ArithmeticException($"no constants for step {context.Step}");
        constants[0] = LearningRate;
        constants[1] = Momentum;
        constants[2] = context.Step;
        constants[3] = context.GradientScale;
    }

    public void Run(int phase, KernelTarget target, in KernelSegment<float> segment) => Run<float>(segment);

    public void Run(int phase, KernelTarget target, in KernelSegment<double> segment) => Run<double>(segment);

    public void RunWithStates<TStates>(int phase, KernelTarget target, in KernelSegment<float> segment)
        where TStates : struct, IStateAccess => throw new NotSupportedException();

    public static T Next<T>(T parameter, T gradient, ref T m, T anchor, T floor, ReadOnlySpan<double> constants)
        where T : INumber<T>
    {
        m = T.CreateChecked(constants[1]) * m + T.CreateChecked(constants[3]) * gradient;
        return parameter - T.CreateChecked(constants[0] * constants[2]) * m + T.CreateChecked(1e-3) * (anchor + floor);
    }

    private void Run<T>(in KernelSegment<T> segment)
        where T : unmanaged, INumber<T>
    {
        Segments?.Add((segment.FirstElement, segment.Count, segment.Step));
        if (segment.Step == FailsToRun)
            throw new ArithmeticException($"no kernel for step {segment.Step}");
        for (nint i = 0; i < segment.Count; i++)
        {
            ref var parameter = ref Unsafe.Add(ref segment.Parameter, i);
            ref var gradient = ref Unsafe.Add(ref segment.Gradient, i);
            parameter = Next(
                parameter, gradient,
                ref Unsafe.Add(ref segment.State(0), i),
                Unsafe.Add(ref segment.State(1), i),
                Unsafe.Add(ref segment.State(2), i),
                segment.StepConstants);
            if (segment.ZeroGradients)
                gradient = T.Zero;
        }
    }
}
