using System.Runtime.Intrinsics.X86;

namespace FusedOptim.Execution;

/// <summary>The instructions that the processor has, whether or not this process uses them.</summary>
internal static class Processor
{
    private const int Fma = 1 << 12;
    private const int Avx2 = 1 << 5;
    // AVX512F, DQ, CD, BW and VL, without which .NET does not use 512 bits.
    private const int Avx512 = 1 << 16 | 1 << 17 | 1 << 28 | 1 << 30 | 1 << 31;

    /// <summary>Gets whether the processor has the instructions of a target; <c>null</c> if that is unknown.</summary>
    /// <param name="target">The target.</param>
    public static bool? Has(KernelTarget target)
    {
        if (!X86Base.IsSupported)
            return null;
        return target switch
        {
            KernelTarget.Vector256 => HasAvx2(),
            KernelTarget.Vector512 => HasAvx2() && (ExtendedFeatures() & Avx512) == Avx512,
            _ => true,
        };
    }

    private static bool HasAvx2() => (X86Base.CpuId(1, 0).Ecx & Fma) != 0 && (ExtendedFeatures() & Avx2) != 0;

    // The leaf is there if the highest one is not below it.
    private static int ExtendedFeatures() => X86Base.CpuId(0, 0).Eax >= 7 ? X86Base.CpuId(7, 0).Ebx : 0;
}
