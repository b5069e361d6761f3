using System.Runtime.InteropServices;

namespace FusedOptim.Tests.Execution;

/// <summary>The C library can switch the flushing of denormal numbers for a thread, as foreign libraries do.</summary>
public unsafe partial class WorkerTeamFloatingPointTests
{
    private const int ControlOffsetInEnvironment = 28;
    private const uint FlushToZero = 1u << 15;

    private static bool CanSwitch => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    [Fact]
    public void Refuses_to_run_with_a_worker_that_flushes_denormal_numbers()
    {
        if (!CanSwitch)
            return;
        using var team = new WorkerTeam(2);
        team.Run(new SharedAction((worker, _) =>
        {
            if (worker == 1)
                SetFlushing(true);
        }));
        var shares = 0;

        var exception = Assert.Throws<InvalidOperationException>(
            () => team.Run(new SharedAction((_, _) => Interlocked.Increment(ref shares))));

        Assert.Contains("flushed to zero", exception.Message);
        Assert.Equal(0, shares);
    }

    [Fact]
    public void Refuses_to_run_for_a_caller_that_flushes_denormal_numbers()
    {
        if (!CanSwitch)
            return;
        using var team = new WorkerTeam(2);
        var shares = 0;
        Exception? exception = null;
        // On a thread of its own, because the mode stays with the thread.
        var caller = new Thread(() =>
        {
            SetFlushing(true);
            exception = Record.Exception(() => team.Run(new SharedAction((_, _) => Interlocked.Increment(ref shares))));
        });
        caller.Start();
        caller.Join();

        Assert.IsType<InvalidOperationException>(exception);
        Assert.Equal(0, shares);
        team.Run(new SharedAction((_, _) => Interlocked.Increment(ref shares)));
        Assert.Equal(2, shares);
    }

    private static void SetFlushing(bool flush)
    {
        var environment = stackalloc byte[64];
        _ = GetEnvironment(environment);
        ref var control = ref *(uint*)(environment + ControlOffsetInEnvironment);
        control = flush ? control | FlushToZero : control & ~FlushToZero;
        _ = SetEnvironment(environment);
    }

    [LibraryImport("libm.so.6", EntryPoint = "fegetenv")]
    private static partial int GetEnvironment(void* environment);

    [LibraryImport("libm.so.6", EntryPoint = "fesetenv")]
    private static partial int SetEnvironment(void* environment);
}
