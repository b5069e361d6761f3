using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Trajectories;

/// <summary>Elements on their way: operands that start where told and take one step after another.</summary>
internal sealed class Trajectory<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly OperandMemory<T> _memory;
    private readonly double[] _scalars;

    public Trajectory(RuleCase rule, ReadOnlySpan<double> parameter)
    {
        _memory = new OperandMemory<T>(rule.OtherOperandCount, parameter.Length);
        _scalars = rule.InitialScalars();
        Copy(parameter, _memory.Parameter);
        for (var state = 0; state < rule.StateCount; state++)
            _memory.State(state).Fill(T.CreateChecked(rule.InitialValue(rule.Schema.States[state])));
    }

    public ReadOnlySpan<T> Parameter => _memory.Parameter;

    public Span<T> State(int index) => _memory.State(index);

    public void Step(RuleCase rule, int step, ReadOnlySpan<double> gradient, double gradientScale = 1)
    {
        Copy(gradient, _memory.Gradient);
        rule.Run(KernelTargets.Selected, _memory, new StepArguments(step, gradientScale) { Scalars = _scalars });
    }

    /// <summary>Checks |actual − expected| ≤ relative·|expected| + absolute for each of the expected values.</summary>
    public static void Check(
        string what, ReadOnlySpan<double> expected, ReadOnlySpan<T> actual, double relative, double absolute = 0)
    {
        for (var index = 0; index < expected.Length; index++)
        {
            var distance = Math.Abs(double.CreateChecked(actual[index]) - expected[index]);
            Assert.True(
                distance <= relative * Math.Abs(expected[index]) + absolute,
                $"{what}[{index}] is {actual[index]:R}, must be {expected[index]:R}; they are {distance:E2} apart");
        }
    }

    public void Dispose() => _memory.Dispose();

    private static void Copy(ReadOnlySpan<double> source, Span<T> destination)
    {
        for (var index = 0; index < source.Length; index++)
            destination[index] = T.CreateChecked(source[index]);
    }
}
