using FusedOptim.Arm64;

namespace FusedOptim.MachineCode.Tests;

/// <summary>A test of the arm64 machine code, skipped where the compiler that makes it is not there.</summary>
internal sealed class ArmFactAttribute : FactAttribute
{
    public ArmFactAttribute()
    {
        if (!Crossgen2.IsAvailable)
            Skip = "Machine code of arm64 is not counted here: crossgen2 is restored on Linux on x64 alone.";
    }
}
