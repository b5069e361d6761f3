namespace FusedOptim.Tests.Execution;

/// <summary>A test that needs the files of Linux about processes; skipped elsewhere.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
            Skip = "Only Linux says what each thread has run.";
    }
}
