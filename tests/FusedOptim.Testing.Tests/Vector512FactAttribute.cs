using FusedOptim.Execution;

namespace FusedOptim.Testing.Tests;

/// <summary>A test of kernels of 512 bits; skipped where there are none.</summary>
internal sealed class Vector512FactAttribute : FactAttribute
{
    public Vector512FactAttribute()
    {
        if (!KernelTargets.Supported.Contains(KernelTarget.Vector512))
            Skip = "This processor runs no kernels of 512 bits.";
    }
}
