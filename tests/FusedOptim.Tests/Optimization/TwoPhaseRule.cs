using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.Schema;

namespace FusedOptim.Tests.Optimization;

/// <summary>θ ← θ + g in a first pass, θ ← 2θ + g in a second, with neither states nor hyperparameters.</summary>
internal sealed record TwoPhaseRule : IUpdateRule
{
    public static RuleSchema Schema { get; } = new(
        nameof(TwoPhaseRule), FloatMode.Strict, [], [],
        [
            new PhaseSchema(PhaseKind.Update, StepConstantCount: 2, Reads: 2, Writes: 1),
            new PhaseSchema(PhaseKind.Update, StepConstantCount: 1, Reads: 2, Writes: 1),
        ]);

    RuleSchema IUpdateRule.Schema => Schema;

    public IUpdateRule Copy() => new TwoPhaseRule();

    public double GetHyperparameter(int index) => throw new NotSupportedException();

    public void SetHyperparameter(int index, double value) => throw new NotSupportedException();

    public void Prepare(int phase, KernelTarget target, in PrepareContext context, Span<double> constants)
    {
        Assert.Equal(Schema.Phases[phase].StepConstantCount, constants.Length);
        constants[0] = phase + 1;
    }

    public void Run(int phase, KernelTarget target, in KernelSegment<float> segment)
    {
        for (nint i = 0; i < segment.Count; i++)
        {
            ref var parameter = ref Unsafe.Add(ref segment.Parameter, i);
            ref var gradient = ref Unsafe.Add(ref segment.Gradient, i);
            parameter = (float)segment.StepConstants[0] * parameter + gradient;
            if (segment.ZeroGradients)
                gradient = 0;
        }
    }

    public void Run(int phase, KernelTarget target, in KernelSegment<double> segment) => throw new NotSupportedException();

    public void RunWithStates<TStates>(int phase, KernelTarget target, in KernelSegment<float> segment)
        where TStates : struct, IStateAccess => throw new NotSupportedException();
}
