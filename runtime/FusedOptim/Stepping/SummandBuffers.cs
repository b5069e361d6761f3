using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices;
using FusedOptim.Memory;
using FusedOptim.Numerics;

namespace FusedOptim.Stepping;

/// <summary>
/// Buffers that measuring phases fill, of a block for each thread and each reduction of a phase, and what becomes of the summands
/// (<see cref="Accumulators"/>).
/// </summary>
/// <param name="threadCount">The number of threads.</param>
/// <param name="firstStream">The stream of the first buffer (<see cref="SlabArray"/>).</param>
internal sealed class SummandBuffers(int threadCount, int firstStream) : IDisposable
{
    private SlabArray? _slabs;
    private nint[] _ofThreads = [];
    // Pinned: kernels read them. Each thread has cache lines of its own.
    private nint[] _accumulators = [];
    private int _width;

    private int AccumulatorStride => _width + 2 * Slab.Alignment / nint.Size;

    /// <summary>Makes room for more reductions of a phase.</summary>
    public void Widen(int width)
    {
        if (width <= _width)
            return;
        _width = width;
        const nint size = BlockReduction.Length * sizeof(double);
        _slabs?.Dispose();
        _slabs = new SlabArray([.. Enumerable.Repeat(threadCount * size, width)], firstStream);
        _ofThreads = new nint[threadCount * width];
        _accumulators = GC.AllocateArray<nint>(threadCount * AccumulatorStride, pinned: true);
        for (var i = 0; i < _ofThreads.Length; i++)
        {
            var (thread, reduction) = Math.DivRem(i, width);
            _ofThreads[i] = _slabs.Addresses[reduction] + thread * size;
        }
    }

    /// <summary>The addresses of the buffers of a thread.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="count">The number of reductions of the phase.</param>
    public ReadOnlySpan<nint> Of(int thread, int count) => _ofThreads.AsSpan(thread * _width, count);

    /// <summary>What becomes of the summands of each reduction, for a thread.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="count">The number of reductions of the phase: not 0.</param>
    public Span<nint> AccumulatorsOf(int thread, int count) => _accumulators.AsSpan(thread * AccumulatorStride, count);

    public void Dispose() => _slabs?.Dispose();
}
