using FusedOptim.Memory;

namespace FusedOptim.Kernels;

/// <summary>
/// Memory of each worker for a decoded block of every operand: parameter, gradient, states, inputs, weights to evaluate with.
/// </summary>
internal sealed class BlockScratch : IDisposable
{
    private readonly int _operandCount;
    private readonly Slab _slab;
    private readonly nint[] _states;

    /// <summary>Memory.</summary>
    /// <param name="operandCount">The number of states, of element-wise inputs, and of values of rows and columns.</param>
    /// <param name="threadCount">The number of workers.</param>
    public BlockScratch(int operandCount, int threadCount)
    {
        _operandCount = operandCount;
        _slab = new Slab(threadCount * WorkerSize, stream: 0);
        _states = new nint[threadCount * RowLength];
    }

    // A row of addresses is written for every block: each worker has cache lines of its own.
    private int RowLength => _operandCount + Slab.Alignment / nint.Size;

    private nint WorkerSize => (ScratchBlock.FirstState + _operandCount + 1) * ScratchBlock.Stride;

    /// <summary>The memory of a worker, for a block of elements.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="first">The index of the first element in the slabs.</param>
    /// <param name="length">The number of elements: whole blocks of formats.</param>
    public ScratchBlock Of(int worker, nint first, int length) => new(
        _slab.Address + worker * WorkerSize, _states.AsSpan(worker * RowLength, _operandCount), first, length);

    public void Dispose() => _slab.Dispose();
}
