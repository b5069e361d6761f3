using System.Numerics;
using FusedOptim.Execution;

namespace FusedOptim.Tests.Kernels;

/// <summary>
/// The third link of the chain: float kernels stay within a bound of the method in double. The bound is derived for
/// each element along the way (<see cref="BoundedValue"/>, <see cref="RuleFormulas"/>) and comes to a few units of 2⁻²⁴
/// of the terms that were added. Closeness would mean nothing where a rule takes a sign or a branch; those, and rules
/// that are only followed along trajectories, have no formula here.
/// </summary>
public class SinglePrecisionTests
{
    private const int Count = 1024;
    private const int Steps = 5;

    // Two doubles that differ by their own roundings only, each 2²⁹ times smaller than those of single precision.
    private static readonly double DoubleSlack = Math.ScaleB(1, -28);

    [Theory]
    [MemberData(nameof(RuleFormulas.Names), MemberType = typeof(RuleFormulas))]
    public void FloatKernelsStayWithinTheBound(string name)
    {
        var share = CheckSteps<float>(name, 1 + DoubleSlack);
        Assert.True(share > 0.25, $"{name} comes no closer to the bound than {share:P0} of it: the bound is generous.");
    }

    /// <summary>The formulas here and the method are the same function, to the roundings of double.</summary>
    [Theory]
    [MemberData(nameof(RuleFormulas.Names), MemberType = typeof(RuleFormulas))]
    public void MethodsAreTheFormulas(string name) => CheckSteps<double>(name, DoubleSlack);

    // Returns the greatest share of the bound that a parameter came to.
    private static double CheckSteps<T>(string name, double allowed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rule = ShippedRules.Find(name);
        var target = typeof(T) == typeof(float) ? KernelTargets.Selected : KernelTarget.Reference;
        var share = 0.0;
        foreach (var gradientScale in (double[])[1, 0.37])
        {
            using var memory = new OperandMemory<T>(rule.OtherOperandCount, Count);
            var generator = new BitGenerator(3);
            EdgeValues.FillOrdinary(memory.Parameter, ref generator);
            var parameters = new BoundedValue[Count];
            var states = new BoundedValue[Count][];
            for (var index = 0; index < Count; index++)
            {
                parameters[index] = BoundedValue.Exact(double.CreateChecked(memory.Parameter[index]));
                states[index] =
                    [.. rule.Schema.States.Select(state => BoundedValue.Uniform(rule.InitialValue(state)))];
            }

            for (var state = 0; state < rule.StateCount; state++)
                memory.State(state).Fill(T.CreateChecked(rule.InitialValue(rule.Schema.States[state])));
            for (var step = 1; step <= Steps; step++)
            {
                for (var index = 0; index < Count; index++)
                {
                    // Magnitudes from 2⁻²⁰ to 8.
                    var gradient = Math.ScaleB(generator.NextUnit(), index % 24 - 20);
                    memory.Gradient[index] = T.CreateChecked(gradient);
                    RuleFormulas.Step(rule, step, gradientScale, ref parameters[index], gradient, states[index]);
                }

                rule.Run(target, memory, new StepArguments(step, gradientScale));
                for (var index = 0; index < Count; index++)
                {
                    var expected = parameters[index];
                    Check(expected, memory.Parameter[index], "parameter", index);
                    share = Math.Max(share, Distance(expected, memory.Parameter[index]) / expected.Bound);
                    for (var state = 0; state < rule.StateCount; state++)
                        Check(states[index][state], memory.State(state)[index], rule.Schema.States[state].Name, index);
                }

                void Check(BoundedValue expected, T actual, string operand, int index) => Assert.True(
                    Distance(expected, actual) <= expected.Bound * allowed,
                    $"{name}, {target}, step {step}, scale {gradientScale}: {operand}[{index}] is {actual:R}, " +
                    $"must be {expected.Value:R} within {expected.Bound * allowed:R}");
            }
        }

        return share;

        static double Distance(BoundedValue expected, T actual) =>
            Math.Abs(double.CreateChecked(actual) - expected.Value);
    }
}
