using System.Numerics;
using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.Formats;

namespace FusedOptim.Clipping;

/// <summary>
/// Clips each gradient of a set to a range around 0, in place, but those of frozen parameters. Threads share blocks of
/// memory, padding included, whose zeros stay; a vector is written only where one of its elements is clipped.
/// </summary>
internal sealed unsafe class ValueClipping(ParameterStorage storage) : BlockWork
{
    private double _minimum;
    private double _maximum;

    /// <summary>Clips.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="minimum">The least value, at most 0, rounded to the precision of the gradients.</param>
    /// <param name="maximum">The greatest value, at least 0, rounded likewise.</param>
    public void Run(WorkerTeam team, double minimum, double maximum)
    {
        (_minimum, _maximum) = (minimum, maximum);
        storage.Trainable.Places.Run(team, this);
    }

    /// <inheritdoc/>
    public override void Run(long first, long end, int worker)
    {
        var places = storage.Trainable.Places;
        foreach (var part in places.Parts(first, end))
        {
            var gradients = new TensorMemory(places[part.Segment].Gradients, places[part.Segment].Count, storage.Format);
            if (storage.Format is not null)
                ClipDecoded(gradients, part.Start, part.Start + part.Length);
            else if (storage.ElementSize == sizeof(float))
                Clip((float*)gradients.Address, part.Start, part.Start + part.Length, (float)_minimum, (float)_maximum);
            else
                Clip((double*)gradients.Address, part.Start, part.Start + part.Length, _minimum, _maximum);
        }
    }

    private void ClipDecoded(TensorMemory gradients, nint first, nint end)
    {
        var block = stackalloc float[StorageFormat.BlockLength];
        var values = new Span<float>(block, StorageFormat.BlockLength);
        for (var start = first; start < end; start += StorageFormat.BlockLength)
        {
            gradients.Read(start, values);
            if (Clip(block, 0, StorageFormat.BlockLength, (float)_minimum, (float)_maximum))
                gradients.Write<float>(start, values, noise: default);
        }
    }

    // Comparisons are false of NaN, which stays. Returns whether anything was written.
    [MethodImpl(KernelOptions.Loop)]
    private static bool Clip<T>(T* gradients, nint first, nint end, T minimum, T maximum)
        where T : unmanaged, INumber<T>
    {
        var upper = new Vector<T>(maximum);
        var lower = new Vector<T>(minimum);
        var isWritten = false;
        var i = first;
        for (; i <= end - Vector<T>.Count; i += Vector<T>.Count)
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

        for (; i < end; i++)
        {
            if (gradients[i] > maximum || gradients[i] < minimum)
            {
                gradients[i] = gradients[i] > maximum ? maximum : minimum;
                isWritten = true;
            }
        }

        return isWritten;
    }
}
