namespace FusedOptim.Tests.Kernels;

/// <summary>
/// The first link of the chain: the strict scalar kernel has the bits of the rule's own method, in double.
/// </summary>
public class ReferenceTests
{
    private const int Count = 509;

    [Theory]
    [MemberData(nameof(ShippedRules.Names), MemberType = typeof(ShippedRules))]
    public void StrictScalarHasTheBitsOfTheMethod(string name)
    {
        var rule = ShippedRules.Find(name);
        using var expected = new OperandMemory<double>(rule.OtherOperandCount, Count);
        using var actual = new OperandMemory<double>(rule.OtherOperandCount, Count);
        foreach (var gradientScale in (double[])[1, 0.37, -1 / 3.0])
        {
            var generator = new BitGenerator(1);
            for (var operand = 0; operand < expected.OperandCount; operand++)
                EdgeValues.Fill(expected[operand], ref generator);
            actual.CopyFrom(expected);
            foreach (var step in (int[])[1, 2, 3, 1000, int.MaxValue])
            {
                EdgeValues.Fill(expected.Gradient, ref generator);
                expected.Gradient.CopyTo(actual.Gradient);
                var arguments = new StepArguments(step, gradientScale, ZeroGradients: step == 2);
                rule.Run(KernelTarget.Reference, expected, arguments);
                rule.Run(KernelTarget.StrictScalar, actual, arguments);
                Comparison.Check(expected, actual, () => $"{name}, strict scalar, {arguments}");
            }
        }
    }

    /// <summary>
    /// In single precision the reference loop computes in double, and rounds what it stores. A phase after another would
    /// start from what that one has rounded.
    /// </summary>
    [Theory]
    [MemberData(nameof(ShippedRules.NamesOfOnePhase), MemberType = typeof(ShippedRules))]
    public void ReferenceOfSinglePrecisionIsTheMethodRoundedOnce(string name)
    {
        var rule = ShippedRules.Find(name);
        using var single = new OperandMemory<float>(rule.OtherOperandCount, Count);
        using var method = new OperandMemory<double>(rule.OtherOperandCount, Count);
        var generator = new BitGenerator(8);
        for (var operand = 0; operand < single.OperandCount; operand++)
        {
            EdgeValues.Fill(single[operand], ref generator);
            for (var index = 0; index < Count; index++)
                method[operand][index] = single[operand][index];
        }

        rule.Run(KernelTarget.Reference, single, new StepArguments(3, 0.37));
        rule.Run(KernelTarget.Reference, method, new StepArguments(3, 0.37));

        for (var operand = 0; operand < single.OperandCount; operand++)
        {
            float[] rounded = [.. method[operand].ToArray().Select(value => (float)value)];
            var difference = Element.FirstDifference<float>(rounded, single[operand]);
            Assert.True(difference < 0, $"{name}: operand {operand} differs at {difference}");
        }
    }
}
