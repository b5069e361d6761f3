using FusedOptim.Execution;

namespace FusedOptim.Tests.Kernels;

/// <summary>The reference loop in single precision; in double, <see cref="VerificationTests"/> compare it with the kernels.</summary>
public class ReferenceTests
{
    private const int Count = 509;

    /// <summary>
    /// It computes in double, and rounds what it stores. A phase after another would start from what that one has rounded.
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
