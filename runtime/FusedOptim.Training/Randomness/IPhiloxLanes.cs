namespace FusedOptim.Training.Randomness;

/// <summary>
/// One width of vectors, so that <see cref="Philox"/> is computed for several counters at once and written once. A lane is
/// 64 bits wide and holds a word of 32 bits in its lower half; the upper half is anything.
/// </summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal interface IPhiloxLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>The number of lanes: at most 8.</summary>
    static abstract int Count { get; }

    /// <summary>The value in each lane.</summary>
    static abstract TVector Broadcast(ulong value);

    /// <summary>start, start + 1, and so on.</summary>
    static abstract TVector Sequence(ulong start);

    static abstract TVector Add(TVector a, TVector b);

    /// <summary>The 64 bits of the products of the words.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>The upper halves of the lanes, as words.</summary>
    static abstract TVector UpperHalves(TVector a);

    /// <summary>The exclusive or of three.</summary>
    static abstract TVector Xor(TVector a, TVector b, TVector c);

    /// <summary>The words of one as the lower halves of the lanes, those of another as the upper halves.</summary>
    static abstract TVector Join(TVector lower, TVector upper);

    /// <summary>Writes the lanes, in order.</summary>
    static abstract void Store(TVector value, Span<ulong> destination);

    /// <summary>A bit for each lane: whether its word is at least the threshold.</summary>
    /// <param name="words">The words.</param>
    /// <param name="thresholds">The threshold, with upper halves of zero.</param>
    static abstract uint AtLeast(TVector words, TVector thresholds);
}
