using System.Numerics;
using FusedOptim.Execution;

namespace FusedOptim.Tests.Kernels;

/// <summary>
/// <c>Apply</c>, over the user's own spans: what it computes, and what it refuses before anything is written.
/// </summary>
public class ApplyTests
{
    private const int Count = 37;

    [Theory]
    [MemberData(nameof(ShippedRules.NamesWithoutView), MemberType = typeof(ShippedRules))]
    public void RunsTheSelectedKernel(string name)
    {
        CheckRuns<float>(ShippedRules.Find(name));
        CheckRuns<double>(ShippedRules.Find(name));
    }

    [Theory]
    [MemberData(nameof(ShippedRules.NamesWithoutView), MemberType = typeof(ShippedRules))]
    public void RefusesOperandsOfOtherLengths(string name)
    {
        var rule = ShippedRules.Find(name);
        for (var operand = 1; operand < OperandNames(rule).Length; operand++)
        {
            foreach (var length in (int[])[0, Count - 1, Count + 1])
            {
                // A state that the variant does not use may be empty.
                if (length == 0 && operand > 1 && !rule.Uses(operand - 2))
                    continue;
                var layout = Apart(rule);
                layout[operand] = new(layout[operand].Start.Value, layout[operand].Start.Value + length);
                CheckRefusal<float>(rule, layout, operand, $"has {length} elements", $"{Count}");
                CheckRefusal<double>(rule, layout, operand, $"has {length} elements", $"{Count}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(ShippedRules.NamesWithoutView), MemberType = typeof(ShippedRules))]
    public void RefusesOperandsThatShareMemory(string name)
    {
        var rule = ShippedRules.Find(name);
        var names = OperandNames(rule);
        for (var operand = 1; operand < names.Length; operand++)
        {
            for (var other = 0; other < operand; other++)
            {
                foreach (var distance in (int[])[0, 1, Count - 1])
                {
                    var layout = Apart(rule);
                    var start = layout[other].Start.Value + distance;
                    layout[operand] = new(start, start + Count);
                    CheckRefusal<float>(rule, layout, operand, "shares memory", names[other]);
                    CheckRefusal<double>(rule, layout, operand, "shares memory", names[other]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(ShippedRules.NamesWithoutView), MemberType = typeof(ShippedRules))]
    public void RefusesStepsBelowOne(string name)
    {
        var rule = ShippedRules.Find(name);
        foreach (var step in (int[])[0, -1, int.MinValue])
        {
            var memory = Memory<double>(rule);
            var before = memory.ToArray();
            var exception = Assert.Throws<ArgumentOutOfRangeException>(() => Apply(rule, memory, Apart(rule), step));
            Assert.Equal("step", exception.ParamName);
            Assert.Equal(step, exception.ActualValue);
            Assert.Equal(before, memory);
        }
    }

    [Theory]
    [MemberData(nameof(ShippedRules.NamesWithoutView), MemberType = typeof(ShippedRules))]
    public void RefusesGradientScalesThatAreNotFinite(string name)
    {
        var rule = ShippedRules.Find(name);
        foreach (var scale in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            var memory = Memory<double>(rule);
            var before = memory.ToArray();
            var exception = Assert.Throws<ArgumentOutOfRangeException>(
                () => Apply(rule, memory, Apart(rule), 1, scale));
            Assert.Equal("gradientScale", exception.ParamName);
            Assert.Equal(before, memory);
        }
    }

    [Theory]
    [MemberData(nameof(ShippedRules.NamesWithoutView), MemberType = typeof(ShippedRules))]
    public void AcceptsEmptyOperands(string name)
    {
        var rule = ShippedRules.Find(name);
        rule.Apply<float>(1, _ => default, rule.InitialScalars());
        rule.Apply<double>(1, _ => default, rule.InitialScalars());
    }

    private static void CheckRuns<T>(RuleCase rule)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var expected = new OperandMemory<T>(rule.OtherOperandCount, Count);
        using var actual = new OperandMemory<T>(rule.OtherOperandCount, Count);
        var generator = new BitGenerator(4);
        for (var operand = 0; operand < expected.OperandCount; operand++)
        {
            // One NaN makes a sum NaN, and nothing but NaN would be compared.
            if (rule.ReductionCount == 0)
                EdgeValues.Fill(expected[operand], ref generator);
            else
                EdgeValues.FillPositive(expected[operand], ref generator);
        }

        actual.CopyFrom(expected);
        foreach (var scale in (double[])[1, -0.37])
        {
            rule.Run(KernelTargets.Selected, expected, new StepArguments(7, scale) { KeepsAnySum = true });
            rule.Apply<T>(7, operand => actual[operand], rule.InitialScalars(), scale);
            // Apply keeps what it adds up to itself, and does not evaluate.
            for (var operand = 2 + rule.StateCount; operand < expected.OperandCount; operand++)
                expected[operand].CopyTo(actual[operand]);
            Comparison.Check(expected, actual, () => $"{rule.Name}, Apply with scale {scale}");
        }
    }

    private static void CheckRefusal<T>(RuleCase rule, Range[] layout, int operand, params string[] words)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var memory = Memory<T>(rule);
        var before = memory.ToArray();
        var exception = Assert.Throws<ArgumentException>(() => Apply(rule, memory, layout, 1));
        var name = OperandNames(rule)[operand];
        Assert.Equal(name, exception.ParamName);
        Assert.StartsWith(name, exception.Message, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, exception.Message, StringComparison.Ordinal));
        Assert.Equal(before, memory);
    }

    private static string[] OperandNames(RuleCase rule) =>
        ["parameter", "gradient", .. rule.Schema.States.Select(state => state.Name)];

    // The operands one after the other, with as much room between them.
    private static Range[] Apart(RuleCase rule) =>
        [.. OperandNames(rule).Select((_, operand) => new Range(2 * operand * Count, (2 * operand + 1) * Count))];

    private static T[] Memory<T>(RuleCase rule)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var memory = new T[2 * Count * OperandNames(rule).Length];
        var generator = new BitGenerator(5);
        EdgeValues.FillOrdinary(memory.AsSpan(), ref generator);
        return memory;
    }

    private static void Apply<T>(RuleCase rule, T[] memory, Range[] layout, int step, double gradientScale = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        rule.Apply(step, operand => memory.AsSpan(layout[operand]), rule.InitialScalars(), gradientScale);
}
