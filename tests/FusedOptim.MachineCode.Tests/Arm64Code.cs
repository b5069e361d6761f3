namespace FusedOptim.MachineCode.Tests;

/// <summary>Reads instructions of arm64 (Arm Architecture Reference Manual, C4.1), all of which have 32 bits.</summary>
internal static class Arm64Code
{
    private const uint StackPointer = 31;
    private const uint FramePointer = 29;

    public static IReadOnlyList<Instruction> Read(ReadOnlySpan<uint> words)
    {
        var code = new Instruction[words.Length];
        for (var index = 0; index < words.Length; index++)
            code[index] = Read(words[index], index);
        return code;
    }

    private static Instruction Read(uint word, int index)
    {
        // Loads and stores but those of literals, whose address is relative to the code.
        if ((word & 0x0A000000) == 0x08000000 && (word & 0x3B000000) != 0x18000000)
            return new(IsStackAccess: ((word >> 5) & 31) is StackPointer or FramePointer);
        if (word >> 26 == 0b100101 || (word & 0xFFFFFC1F) == 0xD63F0000)  // bl, blr
            return new(IsCall: true);
        if ((word & 0xFFFFFC1F) is 0xD61F0000 or 0xD65F0000)  // br, ret
            return new(IsEnd: true);
        if (word >> 26 == 0b000101)  // b
            return new(IsEnd: true, Target: index + Offset(word, 0, 26));
        if (word >> 24 == 0b01010100 || ((word >> 25) & 0b111111) == 0b011010)  // b.cond, cbz, cbnz
            return new(Target: index + Offset(word, 5, 19));
        if (((word >> 25) & 0b111111) == 0b011011)  // tbz, tbnz
            return new(Target: index + Offset(word, 5, 14));
        return new();
    }

    /// <summary>A signed field, in words.</summary>
    private static int Offset(uint word, int firstBit, int bitCount) =>
        (int)(word << (32 - firstBit - bitCount)) >> (32 - bitCount);
}
