namespace FusedOptim.Memory;

/// <summary>
/// Keeps the memory of a set while its addresses are used outside of an operation (<see cref="ExclusiveAccess"/>), because
/// another thread may dispose the set meanwhile.
/// </summary>
internal readonly struct HeldMemory(object? values, object? gradients, object? compactGradients) : IDisposable
{
    public void Dispose()
    {
        GC.KeepAlive(values);
        GC.KeepAlive(gradients);
        GC.KeepAlive(compactGradients);
    }
}
