namespace FusedOptim.Training.Randomness;

/// <summary>
/// The numbers of a random stream one after the other, for what draws as many as it finds it needs. Pass it by
/// reference: a copy would draw the same numbers again.
/// </summary>
/// <param name="stream">The stream, from its start.</param>
public struct RandomSequence(RandomStream stream)
{
    private readonly RandomStream _stream = stream;
    private long _next;
    private ulong _odd;

    /// <summary>A number between 0 and 1, both exclusive.</summary>
    public double NextUniform() => RandomStream.ToUniform(NextBits());

    /// <summary>A number between two others: a + (b − a)·u.</summary>
    /// <param name="from">a; finite.</param>
    /// <param name="to">b; finite.</param>
    public double NextUniform(double from, double to) => from + (to - from) * NextUniform();

    /// <summary>A normal deviate with mean 0 and variance 1.</summary>
    public double NextNormal() => NormalQuantile.At(NextUniform());

    /// <summary>A whole number from 0 to <paramref name="exclusiveMaximum"/> − 1.</summary>
    /// <param name="exclusiveMaximum">The end of the range; positive.</param>
    public int NextInteger(int exclusiveMaximum) => RandomStream.ToInteger(NextBits(), exclusiveMaximum);

    /// <summary>True with a given probability: never for 0, always for 1.</summary>
    /// <param name="probability">The probability, from 0 to 1.</param>
    public bool NextBernoulli(double probability) => NextUniform() < probability;

    /// <summary>Puts elements into random order (Fisher and Yates).</summary>
    /// <param name="values">The elements.</param>
    public void Shuffle<T>(Span<T> values)
    {
        for (var last = values.Length - 1; last > 0; last--)
        {
            var other = NextInteger(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    /// <summary>The next bits: two numbers come of one block.</summary>
    private ulong NextBits()
    {
        var place = _next++;
        if ((place & 1) != 0)
            return _odd;
        (var even, _odd) = _stream.BitsOfPair(place >> 1);
        return even;
    }
}
