using System.Runtime.InteropServices;

namespace FusedOptim.Benchmarks;

/// <summary>Tensors in memory of the caller: values and gradients in buffers that they exchange, some without a gradient.</summary>
internal sealed unsafe class CallersTensors : IDisposable
{
    private readonly nint _memory;
    private readonly nint[] _buffers;

    /// <summary>Makes tensors.</summary>
    /// <param name="counts">Their numbers of elements.</param>
    public CallersTensors(int[] counts)
    {
        Counts = counts;
        var longest = counts.Max();
        var stride = (longest * sizeof(float) + 63) / 64 * 64 + 64;
        // Huge pages where they would be large enough, as slabs have them.
        _memory = (nint)NativeMemory.AlignedAlloc((nuint)(2 * counts.Length * (long)stride + 64), 1 << 21);
        _ = Advise(_memory, (nuint)(2 * counts.Length * (long)stride), HugePages);
        // Aligned to 4, 16 and 64 bytes in turn.
        int[] offsets = [4, 16, 0];
        _buffers = [.. Enumerable.Range(0, 2 * counts.Length).Select(i => _memory + i * (nint)stride + offsets[i / 2 % 3])];
        for (var i = 0; i < counts.Length; i++)
        {
            AdamWOperands.FillParameters(new Span<float>((void*)_buffers[2 * i], longest));
            AdamWOperands.FillGradients(new Span<float>((void*)_buffers[2 * i + 1], longest));
        }

        Places = [.. Enumerable.Range(0, counts.Length)];
        HasGradient = [.. counts.Select(_ => true)];
    }

    private const int HugePages = 14;

    public int[] Counts { get; }

    /// <summary>The pair of buffers of each tensor.</summary>
    public int[] Places { get; }

    public bool[] HasGradient { get; }

    public nint ValuesOf(int tensor) => _buffers[2 * Places[tensor]];

    public nint GradientsOf(int tensor) => HasGradient[tensor] ? _buffers[2 * Places[tensor] + 1] : 0;

    public void Dispose() => NativeMemory.AlignedFree((void*)_memory);

    [DllImport("libc", EntryPoint = "madvise")]
    private static extern int Advise(nint address, nuint length, int advice);
}
