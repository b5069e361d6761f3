namespace FusedOptim.Tests.Execution;

/// <summary>Waits for what must become true some time, however busy the machine is.</summary>
internal static class Eventually
{
    // Ends a test that would hang. It is no bound of a duration.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    public static void Holds(Func<bool> condition)
    {
        if (!SpinWait.SpinUntil(condition, s_patience))
            Assert.Fail($"It did not become true within {s_patience}.");
    }
}
