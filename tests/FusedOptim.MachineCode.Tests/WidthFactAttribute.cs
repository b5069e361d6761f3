using System.Runtime.InteropServices;
using FusedOptim.Execution;

namespace FusedOptim.MachineCode.Tests;

/// <summary>A test of the x64 machine code of a target, skipped where this process does not run it.</summary>
internal sealed class WidthFactAttribute : FactAttribute
{
    public WidthFactAttribute(KernelTarget target)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64 || !KernelTargets.IsSupported(target))
            Skip = $"{target} on x64 is not counted here: this is {RuntimeInformation.ProcessArchitecture} with {KernelTargets.Supported[^1]}.";
    }
}
