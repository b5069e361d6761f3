using System.Numerics;

namespace FusedOptim.Tests.Kernels;

/// <summary>
/// The second link of the chain: every vector kernel has the bits of the scalar one, in both precisions, at every
/// length that its loops and remainders distinguish, at unaligned addresses, several steps in a row.
/// </summary>
public class TargetAgreementTests
{
    // Loops take up to four vectors at a time: two such rounds and every remainder.
    private const int LargestVectorCount = 9;
    private const int LargestOffset = 3;

    private static KernelTarget[] VectorTargets { get; } =
        [.. KernelTargets.Supported.Where(target => target > KernelTarget.Scalar)];

    [Theory]
    [MemberData(nameof(ShippedRules.Names), MemberType = typeof(ShippedRules))]
    public void VectorsHaveTheBitsOfTheScalarKernelInSinglePrecision(string name) => CheckAllLengths<float>(name);

    [Theory]
    [MemberData(nameof(ShippedRules.Names), MemberType = typeof(ShippedRules))]
    public void VectorsHaveTheBitsOfTheScalarKernelInDoublePrecision(string name) => CheckAllLengths<double>(name);

    private static unsafe void CheckAllLengths<T>(string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rule = ShippedRules.Find(name);
        var largest = LargestVectorCount * 64 / sizeof(T) + 1;
        using var initial = new OperandMemory<T>(rule.OtherOperandCount, largest + LargestOffset);
        using var expected = new OperandMemory<T>(rule.OtherOperandCount, largest + LargestOffset);
        using var actual = new OperandMemory<T>(rule.OtherOperandCount, largest + LargestOffset);
        var generator = new BitGenerator(2);
        for (var count = 0; count <= largest; count++)
        {
            for (var offset = 0; offset <= LargestOffset; offset++)
            {
                foreach (var gradientScale in (double[])[1, 0.37])
                {
                    initial.Place(count, offset);
                    for (var operand = 0; operand < initial.OperandCount; operand++)
                        EdgeValues.Fill(initial[operand], ref generator);
                    // Every length meets both loops, zeroing or not, with both scales.
                    var zeroGradients = (offset % 2 == 0) != (gradientScale == 1);
                    CheckSteps(rule, initial, expected, actual, gradientScale, zeroGradients);
                }
            }
        }
    }

    private static void CheckSteps<T>(
        RuleCase rule,
        OperandMemory<T> initial,
        OperandMemory<T> expected,
        OperandMemory<T> actual,
        double gradientScale,
        bool zeroGradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var gradient = new T[initial.Count];
        foreach (var target in VectorTargets)
        {
            var generator = new BitGenerator((ulong)(initial.Count * 4 + initial.Offset));
            expected.Place(initial.Count, initial.Offset);
            expected.CopyFrom(initial);
            actual.Place(initial.Count, initial.Offset);
            actual.CopyFrom(initial);
            foreach (var step in (int[])[1, 2, 1000])
            {
                EdgeValues.Fill(gradient.AsSpan(), ref generator);
                gradient.CopyTo(expected.Gradient);
                gradient.CopyTo(actual.Gradient);
                var arguments = new StepArguments(step, gradientScale, zeroGradients);
                rule.Run(KernelTarget.Scalar, expected, arguments);
                rule.Run(target, actual, arguments);
                Comparison.Check(
                    expected, actual, () => $"{rule.Name}, {target}, offset {initial.Offset}, {arguments}");
                var difference = Element.FirstDifference<T>(
                    zeroGradients ? new T[initial.Count] : gradient, actual.Gradient);
                Assert.True(
                    difference < 0, $"{rule.Name}, {target}, {arguments}: leaves another gradient[{difference}]");
            }
        }
    }
}
