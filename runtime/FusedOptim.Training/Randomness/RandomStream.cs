namespace FusedOptim.Training.Randomness;

/// <summary>
/// A sequence of random numbers that a seed and the number of the stream determine. The i-th number is a function of i,
/// so that the same seed means the same numbers on every machine, in any order and on any number of threads.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="stream">The number of the stream: those of one seed are independent of each other.</param>
public readonly struct RandomStream(long seed, long stream)
{
    internal long Seed => seed;

    internal long Stream => stream;

    /// <summary>Random bits.</summary>
    /// <param name="index">Their place in the sequence.</param>
    public ulong GetBits(long index)
    {
        var (even, odd) = BitsOfPair(index >> 1);
        return (index & 1) == 0 ? even : odd;
    }

    /// <summary>A number between 0 and 1, both exclusive: an odd multiple of 2^-53.</summary>
    /// <param name="index">Its place in the sequence.</param>
    public double GetUniform(long index) => ToUniform(GetBits(index));

    /// <summary>A normal deviate with mean 0 and variance 1, by inversion of <see cref="GetUniform"/>.</summary>
    /// <param name="index">Its place in the sequence.</param>
    public double GetNormal(long index) => NormalQuantile.At(GetUniform(index));

    /// <summary>
    /// A whole number from 0 to <paramref name="exclusiveMaximum"/> − 1. No number is more likely than another by more
    /// than 2^-64 of the whole.
    /// </summary>
    /// <param name="index">Its place in the sequence.</param>
    /// <param name="exclusiveMaximum">The end of the range; positive.</param>
    public int GetInteger(long index, int exclusiveMaximum) => ToInteger(GetBits(index), exclusiveMaximum);

    /// <summary>Puts elements into random order (Fisher and Yates).</summary>
    /// <param name="values">The elements.</param>
    public void Shuffle(Span<int> values)
    {
        for (var last = values.Length - 1; last > 0; last--)
        {
            var other = GetInteger(last, last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    /// <summary>The random bits of places 2·pair and 2·pair + 1, which one block has.</summary>
    internal (ulong Even, ulong Odd) BitsOfPair(long pair) => Philox.Block((ulong)pair, (ulong)stream, (ulong)seed);

    /// <summary>What <see cref="GetUniform"/> makes of random bits.</summary>
    internal static double ToUniform(ulong bits) => ((bits >> 12) + 0.5) * (1.0 / (1L << 52));

    /// <summary>What <see cref="GetInteger"/> makes of random bits.</summary>
    internal static int ToInteger(ulong bits, int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMaximum);
        return (int)Math.BigMul(bits, (ulong)exclusiveMaximum, out _);
    }
}
