
namespace FusedOptim.MachineCode.Tests;

/// <summary>
/// What one iteration of a kernel's innermost loop costs: its instructions, those that read or write the stack, and calls.
/// </summary>
internal readonly record struct LoopCost(int Instructions, int StackAccesses, int Calls)
{
    /// <summary>
    /// Counts the instructions that can be reached from themselves: they are the loop, wherever the compiler puts its
    /// parts, and jumps backward that close no loop do not count. Where that holds without the instructions by which the loop is
    /// entered, there is a loop in it.
    /// </summary>
    /// <exception cref="InvalidDataException">There is no loop.</exception>
    public static LoopCost Of(IReadOnlyList<Instruction> code)
    {
        var loop = LoopsAmong(code, [.. Enumerable.Range(0, code.Count)]);
        if (loop.Count == 0)
            throw new InvalidDataException($"None of the {code.Count} instructions is in a loop.");
        while (LoopsAmong(code, WithoutEntries(code, loop)) is { Count: > 0 } inner)
            loop = inner;
        return new(
            loop.Count,
            loop.Count(index => code[index].IsStackAccess),
            loop.Count(index => code[index].IsCall));
    }

    /// <summary>Those of some instructions that can be reached from themselves by way of them alone.</summary>
    private static HashSet<int> LoopsAmong(IReadOnlyList<Instruction> code, HashSet<int> instructions) =>
        [.. instructions.Where(index => ReachesItself(code, instructions, index))];

    private static HashSet<int> WithoutEntries(IReadOnlyList<Instruction> code, HashSet<int> loop)
    {
        var entries = Enumerable.Range(0, code.Count).Where(index => !loop.Contains(index)).SelectMany(index => Next(code, index));
        return [.. loop.Except(entries).Where(static index => index > 0)];
    }

    private static bool ReachesItself(IReadOnlyList<Instruction> code, HashSet<int> instructions, int start)
    {
        var reached = new HashSet<int>();
        var next = new Stack<int>([start]);
        while (!reached.Contains(start) && next.TryPop(out var index))
        {
            foreach (var following in Next(code, index).Where(instructions.Contains).Where(reached.Add))
                next.Push(following);
        }

        return reached.Contains(start);
    }

    private static IEnumerable<int> Next(IReadOnlyList<Instruction> code, int index)
    {
        if (!code[index].IsEnd && index + 1 < code.Count)
            yield return index + 1;
        if (code[index].Target is { } target && target < code.Count)
            yield return target;
    }
}
