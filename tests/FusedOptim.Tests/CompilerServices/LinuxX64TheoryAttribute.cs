using System.Runtime.InteropServices;

namespace FusedOptim.Tests.CompilerServices;

/// <summary>A theory that runs machine code with the calling convention of Linux on x64; skipped elsewhere.</summary>
public sealed class LinuxX64TheoryAttribute : TheoryAttribute
{
    public LinuxX64TheoryAttribute()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            Skip = "Sets MXCSR by machine code for Linux on x64.";
    }
}
