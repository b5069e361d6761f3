using System.Numerics;
using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.Schema;

namespace FusedOptim.Testing.Tests.Faults;

/// <summary>
/// A rule whose widest kernel of floats leaves one value one unit in the last place too large, in one phase.
/// </summary>
/// <param name="rule">The rule.</param>
/// <param name="faultyPhase">The index of the phase.</param>
/// <param name="operand">The index of the operand after the gradient; −1 of the first buffer of summands.</param>
/// <param name="entry">The index of the value in the tensor.</param>
internal sealed class FaultyPhase(IUpdateRule rule, int faultyPhase, int operand, int entry) : IUpdateRule
{
    RuleSchema IUpdateRule.Schema => rule.Schema;

    public IUpdateRule Copy() => new FaultyPhase(rule.Copy(), faultyPhase, operand, entry);

    public double GetHyperparameter(int index) => rule.GetHyperparameter(index);

    public void SetHyperparameter(int index, double value) => rule.SetHyperparameter(index, value);

    public void Prepare(int phase, KernelTarget target, in PrepareContext context, Span<double> constants) =>
        rule.Prepare(phase, target, context, constants);

    public void Run(int phase, KernelTarget target, in KernelSegment<double> segment) => rule.Run(phase, target, segment);

    public void Run(int phase, KernelTarget target, in KernelSegment<float> segment)
    {
        rule.Run(phase, target, segment);
        if (phase != faultyPhase || target != FaultyRule.Widest || entry < segment.FirstElement || entry >= segment.FirstElement + segment.Count)
            return;
        if (operand < 0)
            Raise(ref Unsafe.Add(ref segment.Summand(0), (nint)(entry - segment.FirstElement)));
        else
            Raise(ref Unsafe.Add(ref segment.State(operand), (nint)(entry - segment.FirstElement)));
    }

    private static void Raise<T>(ref T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => value = T.BitIncrement(value);
}
