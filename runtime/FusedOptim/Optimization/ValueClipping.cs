using System.Numerics;
using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>
/// Clips each gradient of a set to a greatest size, in place, but those of frozen parameters. Threads share the blocks of the
/// slab, padding included; a vector is written only where one of its elements is clipped.
/// </summary>
internal sealed unsafe class ValueClipping(ParameterStorage storage) : IParallelWork
{
    private TrainableParameters? _ranges;
    private nint _gradients;
    private double _maximum;

    /// <summary>Clips.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="maximum">The greatest size, rounded to the precision of the gradients.</param>
    public void Run(WorkerTeam team, double maximum)
    {
        _gradients = storage.Gradients;
        _maximum = maximum;
        _ranges = storage.Trainable;
        team.Run(this, _ranges.ElementCount);
    }

    /// <inheritdoc/>
    public void Run(int worker, int workerCount)
    {
        const int blockLength = StorageFormat.BlockLength;
        var (firstBlock, endBlock) = WorkerTeam.Share(_ranges!.ElementCount / blockLength, worker, workerCount);
        var (first, end) = ((nint)firstBlock * blockLength, (nint)endBlock * blockLength);
        // The share's elements are counted through all ranges.
        nint counted = 0;
        foreach (var (start, count) in _ranges.Ranges)
        {
            var (from, to) = (nint.Max(first, counted), nint.Min(end, counted + count));
            if (from < to)
                Clip(start + from - counted, start + to - counted);
            counted += count;
        }
    }

    private void Clip(nint first, nint end)
    {
        if (storage.Format is not null)
            ClipDecoded(first, end);
        else if (storage.ElementSize == sizeof(float))
            Clip((float*)_gradients, first, end, (float)_maximum);
        else
            Clip((double*)_gradients, first, end, _maximum);
    }

    private void ClipDecoded(nint first, nint end)
    {
        var gradients = storage.GradientStream;
        var block = stackalloc float[StorageFormat.BlockLength];
        var values = new Span<float>(block, StorageFormat.BlockLength);
        for (var start = first; start < end; start += StorageFormat.BlockLength)
        {
            gradients.Read(start, values);
            if (Clip(block, 0, StorageFormat.BlockLength, (float)_maximum))
                gradients.Write(start, values, noise: default);
        }
    }

    // A block is a whole number of vectors. Comparisons are false of NaN, which stays. Returns whether anything was written.
    [MethodImpl(KernelOptions.Loop)]
    private static bool Clip<T>(T* gradients, nint first, nint end, T maximum)
        where T : unmanaged, INumber<T>
    {
        var upper = new Vector<T>(maximum);
        var lower = new Vector<T>(-maximum);
        var isWritten = false;
        for (var i = first; i < end; i += Vector<T>.Count)
        {
            var gradient = Vector.Load(gradients + i);
            var clipped = Vector.ConditionalSelect(Vector.GreaterThan(gradient, upper), upper, gradient);
            clipped = Vector.ConditionalSelect(Vector.LessThan(clipped, lower), lower, clipped);
            // NaN is unequal to itself, and is written as it was.
            if (!Vector.EqualsAll(clipped, gradient))
            {
                clipped.Store(gradients + i);
                isWritten = true;
            }
        }

        return isWritten;
    }
}
