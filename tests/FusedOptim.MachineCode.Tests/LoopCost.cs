namespace FusedOptim.MachineCode.Tests;

/// <summary>What one iteration of a kernel's loop costs: its instructions, those that read or write the stack, and calls.</summary>
internal readonly record struct LoopCost(int Instructions, int StackAccesses, int Calls)
{
    /// <summary>
    /// Counts the instructions that can be reached from themselves: they are the loop, wherever the compiler puts its
    /// parts, and jumps backward that close no loop do not count.
    /// </summary>
    /// <exception cref="InvalidDataException">There is no loop.</exception>
    public static LoopCost Of(IReadOnlyList<Instruction> code)
    {
        var loop = Enumerable.Range(0, code.Count).Where(index => ReachesItself(code, index)).Select(index => code[index]).ToList();
        if (loop.Count == 0)
            throw new InvalidDataException($"None of the {code.Count} instructions is in a loop.");
        return new(
            loop.Count,
            loop.Count(static instruction => instruction.IsStackAccess),
            loop.Count(static instruction => instruction.IsCall));
    }

    private static bool ReachesItself(IReadOnlyList<Instruction> code, int start)
    {
        var isReached = new bool[code.Count];
        var next = new Stack<int>();
        Follow(start);
        while (!isReached[start] && next.TryPop(out var index))
            Follow(index);
        return isReached[start];

        void Follow(int index)
        {
            if (!code[index].IsEnd)
                Reach(index + 1);
            if (code[index].Target is { } target)
                Reach(target);
        }

        void Reach(int index)
        {
            if (index >= code.Count || isReached[index])
                return;
            isReached[index] = true;
            next.Push(index);
        }
    }
}
