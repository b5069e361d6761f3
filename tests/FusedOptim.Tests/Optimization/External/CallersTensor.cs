using System.Runtime.InteropServices;

namespace FusedOptim.Tests.Optimization.External;

/// <summary>Memory of a test as that of a parameter, which can move and lose its gradient.</summary>
internal sealed unsafe class CallersTensor<T>(int count, int byteOffset) : IExternalMemory, IDisposable
    where T : unmanaged
{
    private readonly nint _memory = Allocate(4 * (count * sizeof(T) + 192));
    private bool _isMoved;

    public bool HasGradient { get; set; } = true;

    public Span<T> Values => new((void*)GetValues(), count);

    public Span<T> Gradients => new((void*)AddressOf(2), count);

    public nint GetValues() => AddressOf(0);

    public nint GetGradients() => HasGradient ? AddressOf(2) : 0;

    /// <summary>Moves values and gradients elsewhere.</summary>
    public void Move()
    {
        var (values, gradients) = (Values.ToArray(), Gradients.ToArray());
        Values.Clear();
        _isMoved = !_isMoved;
        values.CopyTo(Values);
        gradients.CopyTo(Gradients);
    }

    public void Dispose() => NativeMemory.AlignedFree((void*)_memory);

    private static nint Allocate(int byteCount)
    {
        var memory = NativeMemory.AlignedAlloc((nuint)byteCount, 64);
        NativeMemory.Clear(memory, (nuint)byteCount);
        return (nint)memory;
    }

    private nint AddressOf(int place) => _memory + (place + (_isMoved ? 1 : 0)) * ((count * sizeof(T) + 191) / 64 * 64) + byteOffset;
}
