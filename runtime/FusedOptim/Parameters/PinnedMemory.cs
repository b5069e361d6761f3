using System.Buffers;

namespace FusedOptim;

/// <summary>Managed memory of the caller as that of a parameter, pinned until it is disposed.</summary>
internal sealed unsafe class PinnedMemory<T> : IExternalMemory, IDisposable
    where T : unmanaged
{
    private MemoryHandle _values;
    private MemoryHandle _gradients;

    /// <summary>Pins memory.</summary>
    /// <param name="values">The values.</param>
    /// <param name="gradients">The gradients; empty for none.</param>
    public PinnedMemory(Memory<T> values, Memory<T> gradients)
    {
        _values = values.Pin();
        _gradients = gradients.Pin();
        Values = (nint)_values.Pointer;
        Gradients = gradients.IsEmpty ? 0 : (nint)_gradients.Pointer;
    }

    private nint Values { get; }

    private nint Gradients { get; }

    public nint GetValues() => Values;

    public nint GetGradients() => Gradients;

    public void Dispose()
    {
        _values.Dispose();
        _gradients.Dispose();
    }
}
