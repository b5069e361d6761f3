using System.Diagnostics;

namespace FusedOptim.Benchmarks;

/// <summary>One way to do the work that is compared.</summary>
internal interface ICandidate
{
    /// <summary>What it is, for the table.</summary>
    string Name { get; }

    /// <summary>Does the work once.</summary>
    void Step();

    /// <summary>Does the work again and again.</summary>
    /// <param name="repetitions">How often.</param>
    /// <returns>The nanoseconds that it took.</returns>
    double Time(int repetitions)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < repetitions; i++)
            Step();
        return (Stopwatch.GetTimestamp() - start) * (1e9 / Stopwatch.Frequency);
    }
}
