using FusedOptim.Training.Collections;

namespace FusedOptim.Training.Tuning;

/// <summary>The losses of a learning rate range test.</summary>
/// <param name="Points">The steps, up to where the loss diverged.</param>
public sealed record LearningRateRangeTestReport(IReadOnlyList<LearningRateRangeTestPoint> Points)
{
    /// <summary>The steps, up to where the loss diverged.</summary>
    public IReadOnlyList<LearningRateRangeTestPoint> Points { get; init => field = ValueList<LearningRateRangeTestPoint>.Of(value); } =
        ValueList<LearningRateRangeTestPoint>.Of(Points);

    /// <summary>
    /// The value at which the loss falls fastest over the logarithm of the value: a good maximum for a cycle, and a good rate
    /// without one. NaN where the loss never fell.
    /// </summary>
    public double Suggestion
    {
        get
        {
            var (steepest, suggestion) = (0.0, double.NaN);
            for (var i = 1; i < Points.Count - 1; i++)
            {
                // Steps are equally far apart on the logarithmic scale.
                var slope = Points[i + 1].SmoothedLoss - Points[i - 1].SmoothedLoss;
                if (slope < steepest)
                    (steepest, suggestion) = (slope, Points[i].Value);
            }

            return suggestion;
        }
    }
}
