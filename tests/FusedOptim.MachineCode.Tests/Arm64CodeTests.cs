namespace FusedOptim.MachineCode.Tests;

public class Arm64CodeTests
{
    [Theory]
    [InlineData(0xA9BF7BFD, true)]   // stp fp, lr, [sp, #-0x10]!
    [InlineData(0x3DC00FB1, true)]   // ldr q17, [fp, #0x30]
    [InlineData(0xAD42A3A9, true)]   // ldp q9, q8, [fp, #0x50]
    [InlineData(0xF9407FFB, true)]   // ldr x27, [sp, #0xF8]
    [InlineData(0x3CFB6A90, false)]  // ldr q16, [x20, x27]
    [InlineData(0x3CBB6A6D, false)]  // str q13, [x19, x27]
    [InlineData(0x9C0003FD, false)]  // ldr q29, of the literal 31 words later
    [InlineData(0x910003FD, false)]  // mov fp, sp
    public void FindsStackAccesses(uint word, bool isStackAccess) =>
        Assert.Equal(new Instruction(IsStackAccess: isStackAccess), Assert.Single(Arm64Code.Read([word])));

    [Theory]
    [InlineData(0xD63F0200)]  // blr x16
    [InlineData(0x94000010)]  // bl
    public void FindsCalls(uint word) =>
        Assert.Equal(new Instruction(IsCall: true), Assert.Single(Arm64Code.Read([word])));

    [Fact]
    public void CountsWhatIsInTheLoop()
    {
        uint[] words =
        [
            0xF10012BF,  // cmp x21, #4
            0x54000083,  // blo, 4 words on
            0x3DC00FB1,  // ldr q17, [fp, #0x30]
            0xF100109F,  // cmp x4, #4
            0x54FFFFC2,  // bhs, 2 words back
            0xD65F03C0,  // ret
        ];
        Assert.Equal(new LoopCost(Instructions: 3, StackAccesses: 1, Calls: 0), LoopCost.Of(Arm64Code.Read(words)));
    }
}
