using System.Numerics;
using FusedOptim.Execution;

namespace FusedOptim.Tests.Kernels;

/// <summary>
/// Kernels touch nothing but their operands: each operand in turn ends exactly where a page without access starts, and
/// starts exactly where one ends. A kernel that reads past an operand ends the test process.
/// </summary>
public class GuardPageTests
{
    private const int LargestCount = 73;
    private const byte Canary = 0xA5;

    [LinuxTheory]
    [MemberData(nameof(ShippedRules.Names), MemberType = typeof(ShippedRules))]
    public void KernelsStayInsideTheirOperandsInSinglePrecision(string name) => CheckAllLengths<float>(name);

    [LinuxTheory]
    [MemberData(nameof(ShippedRules.Names), MemberType = typeof(ShippedRules))]
    public void KernelsStayInsideTheirOperandsInDoublePrecision(string name) => CheckAllLengths<double>(name);

    private static unsafe void CheckAllLengths<T>(string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rule = ShippedRules.Find(name);
        var pages = new GuardedPages[2 + rule.OtherOperandCount];
        try
        {
            foreach (ref var page in pages.AsSpan())
                page = new GuardedPages();
            for (var count = 0; count <= LargestCount; count++)
            {
                foreach (var target in KernelTargets.Supported)
                {
                    // The strict scalar kernel is compiled for double alone.
                    if (target == KernelTarget.StrictScalar && typeof(T) == typeof(float))
                        continue;
                    foreach (var zeroGradients in (bool[])[false, true])
                    {
                        CheckPlacement<T>(rule, target, pages, count, zeroGradients, _ => true);
                        CheckPlacement<T>(rule, target, pages, count, zeroGradients, _ => false);
                        CheckPlacement<T>(rule, target, pages, count, zeroGradients, operand => operand % 2 == 0);
                        CheckPlacement<T>(rule, target, pages, count, zeroGradients, operand => operand % 2 != 0);
                    }
                }
            }
        }
        finally
        {
            foreach (var page in pages)
                page?.Dispose();
        }
    }

    private static unsafe void CheckPlacement<T>(
        RuleCase rule, KernelTarget target, GuardedPages[] pages, int count, bool zeroGradients, Func<int, bool> atEnd)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var bytes = count * sizeof(T);
        var generator = new BitGenerator((ulong)count);
        Span<nint> operands = stackalloc nint[pages.Length];
        for (var operand = 0; operand < pages.Length; operand++)
        {
            pages[operand].Page.Fill(Canary);
            operands[operand] = atEnd(operand) ? pages[operand].AtEnd(bytes) : pages[operand].AtStart();
            EdgeValues.FillOrdinary(new Span<T>((void*)operands[operand], count), ref generator);
        }

        rule.Run<T>(target, operands, 0, count, new StepArguments(1, 1, zeroGradients));

        for (var operand = 0; operand < pages.Length; operand++)
        {
            var page = pages[operand].Page;
            var outside = atEnd(operand) ? page[..^bytes] : page[bytes..];
            Assert.False(
                outside.ContainsAnyExcept(Canary),
                $"{rule.Name}, {target}, {count} {typeof(T).Name}: wrote outside operand {operand}");
        }
    }
}
