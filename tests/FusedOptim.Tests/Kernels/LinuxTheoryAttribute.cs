namespace FusedOptim.Tests.Kernels;

/// <summary>A theory that calls the C library of Linux; skipped elsewhere.</summary>
public sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute()
    {
        if (!OperatingSystem.IsLinux())
            Skip = "Calls mmap and mprotect with the constants of Linux.";
    }
}
