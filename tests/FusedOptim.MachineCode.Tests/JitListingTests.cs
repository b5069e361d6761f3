namespace FusedOptim.MachineCode.Tests;

public class JitListingTests
{
    // A loop whose test is at the top, with a spilled value, a call, and a block behind it that jumps to before it.
    private const string Listing = """
        ; Assembly listing for method Some.Vector256Kernel:Run[Some.KeepGradients](byref,nuint) (FullOpts)
        ; rbp based frame

        G_M000_IG01:                ;; offset=0x0000
               push     rbp
               lea      rbp, [rsp+0x10]
               test     edi, edi
               jne      G_M000_IG05
               align    [0 bytes for IG03]

        G_M000_IG02:                ;; offset=0x0010
               vmovups  ymmword ptr [rbp-0x30], ymm0

        G_M000_IG03:                ;; offset=0x0020
               cmp      rbx, 8
               jb       SHORT G_M000_IG06

        G_M000_IG04:                ;; offset=0x0030
               vmulps   ymm0, ymm1, ymmword ptr [rdx+4*rbx]
               vmovups  ymm0, ymmword ptr [rbp-0x30]
               lea      rax, [rbp-0x30]
               call     [System.Math:FusedMultiplyAdd(double,double,double):double]
               jmp      SHORT G_M000_IG03

        G_M000_IG05:                ;; offset=0x0050
               vpcmpeqd ymm1, ymm1, ymm1
               jmp      SHORT G_M000_IG02

        G_M000_IG06:                ;; offset=0x0060
               vzeroupper
               pop      rbp
               ret

        ; Total bytes of code 100
        """;

    [Fact]
    public void CountsWhatIsInTheLoop()
    {
        var (name, code) = Assert.Single(JitListing.Read(Listing));
        Assert.StartsWith("Some.Vector256Kernel:Run[Some.KeepGradients](", name);
        Assert.Equal(new LoopCost(Instructions: 7, StackAccesses: 1, Calls: 1), LoopCost.Of(code));
    }

    [Fact]
    public void BasePointerIsNoFrameWhereTheStackPointerIs()
    {
        var (_, code) = Assert.Single(JitListing.Read(Listing.Replace("; rbp based frame", "; rsp based frame")));
        Assert.Equal(new LoopCost(Instructions: 7, StackAccesses: 0, Calls: 1), LoopCost.Of(code));
    }

    [Fact]
    public void CountsTheInnermostLoop()
    {
        // Instruction 1 enters the outer loop, 3 the inner one, which 5 closes; 8 closes the outer one.
        Instruction[] code =
        [
            new(), new(IsStackAccess: true), new(Target: 6), new(), new(IsCall: true), new(Target: 3), new(), new(), new(Target: 1),
            new(IsEnd: true),
        ];
        Assert.Equal(new LoopCost(Instructions: 3, StackAccesses: 0, Calls: 1), LoopCost.Of(code));
    }

    [Fact]
    public void CodeWithoutLoopIsRefused() =>
        Assert.Throws<InvalidDataException>(() => LoopCost.Of([new(IsStackAccess: true), new(IsEnd: true)]));
}
