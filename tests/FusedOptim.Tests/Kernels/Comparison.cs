using System.Numerics;

namespace FusedOptim.Tests.Kernels;

/// <summary>
/// Compares the operands of two kernel calls, bit for bit, and their margins with what nothing may change.
/// </summary>
internal static class Comparison
{
    public static void Check<T>(OperandMemory<T> expected, OperandMemory<T> actual, Func<string> describe)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var operand = 0; operand < expected.OperandCount; operand++)
        {
            var index = Element.FirstDifference<T>(expected[operand], actual[operand]);
            if (index < 0)
                continue;
            var name = operand switch { 0 => "parameter", 1 => "gradient", _ => $"operand {operand}" };
            Assert.Fail(
                $"{describe()}: {name}[{index}] of {expected.Count} {typeof(T).Name} must be " +
                $"{expected[operand][index]:R}, is {actual[operand][index]:R}");
        }

        if ((expected.FindWriteOutside() ?? actual.FindWriteOutside()) is { } write)
        {
            Assert.Fail(
                $"{describe()}: wrote outside {expected.Count} {typeof(T).Name} at offset {expected.Offset}: " +
                $"operand {write.Operand}, {write.ByteCount} bytes {(write.IsBehind ? "after its end" : "before its start")}");
        }
    }
}
