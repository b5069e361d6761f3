namespace FusedOptim.Training.Randomness;

/// <summary>
/// Philox4x32-10, a counter-based generator: ten rounds of multiplication and exclusive or turn a counter of 128 bits
/// and a key of 64 into 128 random bits, without state, so that any number of a sequence is had at once. Salmon,
/// Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011.
/// </summary>
internal static class Philox
{
    /// <summary>How many times a counter is mixed.</summary>
    public const int RoundCount = 10;

    /// <summary>What the first word is multiplied by.</summary>
    public const uint Multiplier0 = 0xD2511F53;

    /// <summary>What the third word is multiplied by.</summary>
    public const uint Multiplier1 = 0xCD9E8D57;

    /// <summary>What the lower half of the key grows by in a round.</summary>
    public const uint Weyl0 = 0x9E3779B9;

    /// <summary>What the upper half of the key grows by.</summary>
    public const uint Weyl1 = 0xBB67AE85;

    /// <summary>The random block of a counter.</summary>
    /// <param name="low">The lower half of the counter.</param>
    /// <param name="high">The upper half of the counter.</param>
    /// <param name="key">The key.</param>
    public static (ulong Low, ulong High) Block(ulong low, ulong high, ulong key)
    {
        var (c0, c1, c2, c3) = ((uint)low, (uint)(low >> 32), (uint)high, (uint)(high >> 32));
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < RoundCount; round++)
        {
            var product0 = (ulong)Multiplier0 * c0;
            var product1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) =
                ((uint)(product1 >> 32) ^ c1 ^ k0, (uint)product1, (uint)(product0 >> 32) ^ c3 ^ k1, (uint)product0);
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (c0 | ((ulong)c1 << 32), c2 | ((ulong)c3 << 32));
    }
}
