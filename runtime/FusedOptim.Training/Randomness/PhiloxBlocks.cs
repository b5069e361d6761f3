namespace FusedOptim.Training.Randomness;

/// <summary>Blocks of <see cref="Philox"/> for several counters at once.</summary>
internal static class PhiloxBlocks
{
    /// <summary><see cref="Philox.Block"/> for a counter in each lane.</summary>
    /// <param name="random">The stream: the upper half of the counter, and the key.</param>
    /// <param name="counter">The lower half of the counter of the first lane; that of the next is one more.</param>
    /// <returns>The four words of each block.</returns>
    public static (TVector, TVector, TVector, TVector) Of<TLanes, TVector>(RandomStream random, ulong counter)
        where TLanes : struct, IPhiloxLanes<TVector>
        where TVector : unmanaged
    {
        var (multiplier0, multiplier1) = (TLanes.Broadcast(Philox.Multiplier0), TLanes.Broadcast(Philox.Multiplier1));
        var (weyl0, weyl1) = (TLanes.Broadcast(Philox.Weyl0), TLanes.Broadcast(Philox.Weyl1));
        var (k0, k1) = (TLanes.Broadcast((ulong)random.Seed), TLanes.Broadcast((ulong)random.Seed >> 32));
        var c0 = TLanes.Sequence(counter);
        var c1 = TLanes.UpperHalves(c0);
        var c2 = TLanes.Broadcast((ulong)random.Stream);
        var c3 = TLanes.UpperHalves(c2);
        for (var round = 0; round < Philox.RoundCount; round++)
        {
            var product0 = TLanes.Multiply(multiplier0, c0);
            var product1 = TLanes.Multiply(multiplier1, c2);
            c0 = TLanes.Xor(TLanes.UpperHalves(product1), c1, k0);
            c2 = TLanes.Xor(TLanes.UpperHalves(product0), c3, k1);
            (c1, c3) = (product1, product0);
            k0 = TLanes.Add(k0, weyl0);
            k1 = TLanes.Add(k1, weyl1);
        }

        return (c0, c1, c2, c3);
    }
}
