using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FusedOptim.Instruments;

/// <summary>The instruments of optimizer steps, in the meter "FusedOptim". Nothing is measured while no listener has enabled
/// them. What a step computes does not depend on listeners: a norm that the step does not need is not measured.</summary>
internal static class StepInstruments
{
    private static readonly Meter s_meter = new("FusedOptim");

    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram(
        "fusedoptim.step.duration", "us", "Duration of optimizer steps, skipped ones included.",
        tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBoundaries() });

    private static readonly Counter<long> s_skipped = s_meter.CreateCounter<long>(
        "fusedoptim.step.skipped", "{step}", "Number of optimizer steps skipped because of gradients that are not finite.");

    private static readonly Gauge<double> s_gradientNorm = s_meter.CreateGauge<double>(
        "fusedoptim.gradient.norm", unit: null, "Euclidean norm of the gradients of the last step, before clipping.");

    private static readonly Gauge<double> s_lossScale = s_meter.CreateGauge<double>(
        "fusedoptim.loss.scale", unit: null, "Factor that losses are multiplied by.");

    /// <summary>Reads the clock if the duration of steps is listened to.</summary>
    /// <returns>The time, or 0.</returns>
    public static long Start() => s_duration.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>Records a step.</summary>
    /// <param name="start">The result of <see cref="Start"/> before the step.</param>
    /// <param name="report">The report of the step.</param>
    public static void Record(long start, in StepReport report)
    {
        // Not of a step in which the listener appeared.
        if (start != 0)
            s_duration.Record(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        if (report.IsSkipped)
            s_skipped.Add(1);
        else if (!double.IsNaN(report.GradientNorm))
            s_gradientNorm.Record(report.GradientNorm);
    }

    /// <summary>Records the scale that the next losses are multiplied by.</summary>
    public static void RecordLossScale(double scale) => s_lossScale.Record(scale);

    // Up to ten seconds: usual boundaries are those of milliseconds or seconds.
    private static double[] DurationBoundaries() =>
    [
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7,
    ];
}
