namespace FusedOptim.Benchmarks;

/// <summary>What an AdamW step reads and writes: four streams of the same length, and one of scratch memory.</summary>
internal abstract class AdamWOperands(int count) : IDisposable
{
    private readonly Lazy<AlignedMemory> _scratch = new(() => new AlignedMemory(count, stream: 4));

    public int Count => count;

    public abstract Span<float> Parameter { get; }

    public abstract Span<float> Gradient { get; }

    public abstract Span<float> M { get; }

    public abstract Span<float> V { get; }

    /// <summary>The four streams, those that a step writes first. All operands are native memory, which does not move.
    /// </summary>
    public AlignedStreams Streams => new(
        [
            AlignedStreams.AddressOf(M), AlignedStreams.AddressOf(V), AlignedStreams.AddressOf(Parameter),
            AlignedStreams.AddressOf(Gradient),
        ],
        count);

    /// <summary>Memory for the temporary results of candidates that need it.</summary>
    public Span<float> Scratch => _scratch.Value.Span;

    /// <summary>
    /// Values that stay in a sane range however often a step is repeated: gradients keep away from zero, so the moments
    /// settle at them and at their squares, far from denormal numbers, which would cost time of their own.
    /// </summary>
    public void Reset()
    {
        FillParameters(Parameter);
        FillGradients(Gradient);
        M.Clear();
        V.Clear();
    }

    /// <summary>Parameters between −0.5 and 0.5.</summary>
    public static void FillParameters(Span<float> parameter)
    {
        for (var i = 0; i < parameter.Length; i++)
            parameter[i] = Pseudorandom(i, salt: 1) - 0.5f;
    }

    /// <summary>Gradients between 0.005 and 0.01, of both signs.</summary>
    public static void FillGradients(Span<float> gradient)
    {
        for (var i = 0; i < gradient.Length; i++)
        {
            var magnitude = 0.005f + 0.005f * Pseudorandom(i, salt: 2);
            gradient[i] = Pseudorandom(i, salt: 3) < 0.5f ? -magnitude : magnitude;
        }
    }

    public virtual void Dispose()
    {
        if (_scratch.IsValueCreated)
            _scratch.Value.Dispose();
    }

    // The finalizer of MurmurHash3 over the index: uniform in [0, 1).
    private static float Pseudorandom(int index, uint salt)
    {
        var hash = (uint)index * 0x9E3779B9u + salt * 0x85EBCA6Bu;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6Bu;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35u;
        return ((hash ^ (hash >> 16)) >> 8) * (1f / (1 << 24));
    }
}
