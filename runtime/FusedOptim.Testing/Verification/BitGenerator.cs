namespace FusedOptim.Testing;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood, 2014): the same sequence from the same seed on every platform, so that a failure
/// can be repeated and digests can be compared.
/// </summary>
internal struct BitGenerator(ulong seed)
{
    private ulong _state = seed;

    public ulong NextBits()
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A whole number from 0 to below the bound; the bias of a small bound does not matter here.</summary>
    public int Next(int bound) => (int)(NextBits() % (ulong)bound);

    /// <summary>A multiple of 2⁻²³ from −1 to below 1: exact in single precision.</summary>
    public double NextUnit() => ((long)(NextBits() >> 40) - (1L << 23)) * (1.0 / (1L << 23));
}
