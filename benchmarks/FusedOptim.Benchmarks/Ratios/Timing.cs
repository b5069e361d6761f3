namespace FusedOptim.Benchmarks;

/// <summary>The samples of one candidate, in the order taken.</summary>
/// <param name="Name">The candidate.</param>
/// <param name="Samples">Nanoseconds for each unit of work (an element, a fork).</param>
internal sealed record Timing(string Name, double[] Samples)
{
    public Quartiles Quartiles { get; } = Quartiles.Of(Samples);

    /// <summary>
    /// The quotients of neighbouring samples: what disturbs the machine for longer than a sample disturbs both and leaves
    /// the quotient alone.
    /// </summary>
    public Quartiles RatioTo(Timing other) => Quartiles.Of(Samples.Zip(other.Samples, (mine, its) => mine / its));

    /// <summary>The same samples for each of many units.</summary>
    public Timing Per(double units) => new(Name, [.. Samples.Select(sample => sample / units)]);
}
