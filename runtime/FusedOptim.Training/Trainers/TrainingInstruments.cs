using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FusedOptim.Training;

/// <summary>The instruments of training, in the meter "FusedOptim.Training". Nothing is measured while no listener has enabled
/// them.</summary>
internal static class TrainingInstruments
{
    private static readonly Meter s_meter = new("FusedOptim.Training");

    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram(
        "fusedoptim.training.batch.duration", "us", "Duration of batches: passes forward and backward, loss, and step.",
        tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBoundaries() });

    private static readonly Counter<long> s_examples = s_meter.CreateCounter<long>(
        "fusedoptim.training.examples", "{example}", "Number of examples trained on.");

    private static readonly Gauge<double> s_loss = s_meter.CreateGauge<double>(
        "fusedoptim.training.loss", unit: null, "Mean loss of the last batch.");

    /// <summary>Reads the clock if the duration of batches is listened to.</summary>
    /// <returns>The time, or 0.</returns>
    public static long Start() => s_duration.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>Records a batch.</summary>
    /// <param name="start">The result of <see cref="Start"/> before the batch.</param>
    /// <param name="examples">The number of its examples.</param>
    /// <param name="loss">Its mean loss. One that is not finite is not recorded, as in the mean of the epoch.</param>
    public static void Record(long start, int examples, double loss)
    {
        // Not of a batch in which the listener appeared.
        if (start != 0)
            s_duration.Record(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        s_examples.Add(examples);
        if (double.IsFinite(loss))
            s_loss.Record(loss);
    }

    // From ten microseconds to a hundred seconds.
    private static double[] DurationBoundaries() =>
        [10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 2e7, 5e7, 1e8];
}
