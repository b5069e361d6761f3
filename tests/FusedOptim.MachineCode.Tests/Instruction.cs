namespace FusedOptim.MachineCode.Tests;

/// <summary>What counts of a machine instruction.</summary>
/// <param name="IsStackAccess">Whether it reads or writes the stack.</param>
/// <param name="IsCall">Whether it calls a method.</param>
/// <param name="IsEnd">Whether the next instruction never follows it.</param>
/// <param name="Target">The index of the instruction that it may jump to; null where it does not jump.</param>
internal readonly record struct Instruction(
    bool IsStackAccess = false, bool IsCall = false, bool IsEnd = false, int? Target = null);
