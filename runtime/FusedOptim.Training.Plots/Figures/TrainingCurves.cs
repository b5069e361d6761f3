using FusedOptim.Training.Numerics;

namespace FusedOptim.Training.Plots;

/// <summary>The values of a run over its epochs and batches.</summary>
/// <param name="name">The name for the legend.</param>
/// <param name="report">The report of the run.</param>
internal sealed class TrainingCurves(string name, TrainingReport report)
{
    private readonly TrainingReport _report = report ?? throw new ArgumentNullException(nameof(report));

    /// <summary>Gets the name for the legend.</summary>
    public string Name { get; } = name;

    /// <summary>Gets whether places are epochs; otherwise they are steps, because no epoch was completed.</summary>
    public bool CountsEpochs => _report.Epochs.Count > 0;

    /// <summary>Gets where the run begins.</summary>
    public double Begin => CountsEpochs ? _report.Epochs[0].Epoch - 1 : _report.FirstStep;

    /// <summary>Gets the number of batches of the first epoch; null where it was not completed.</summary>
    public int? FirstEpochLength => _report.EpochEnds.Count > 0 ? _report.EpochEnds[0] : null;

    /// <summary>Gets the best epoch where it is one of this report.</summary>
    public int? BestEpoch => Best?.Epoch;

    private EpochReport? Best => _report.Best is { } best && _report.Epochs.Any(epoch => epoch.Epoch == best.Epoch) ? best : null;

    /// <summary>Gets the label of a panel's vertical axis.</summary>
    public static string LabelOf(LearningCurvePanels kind) => kind switch
    {
        LearningCurvePanels.Loss => "Loss",
        LearningCurvePanels.Accuracy => "Accuracy (%)",
        LearningCurvePanels.GradientNorm => "Norm of gradients",
        _ => "Learning rate",
    };

    /// <summary>Returns whether there are values for a panel.</summary>
    public bool Has(LearningCurvePanels kind) => GetValues(kind).Any(double.IsFinite);

    /// <summary>Gets all values of a panel, in no order.</summary>
    public IEnumerable<double> GetValues(LearningCurvePanels kind) =>
    [
        .. GetBatches(kind),
        .. GetMeans(kind).Concat(GetTrainingEvaluations(kind)).Concat(GetValidations(kind)).Select(point => point.Value),
    ];

    /// <summary>Gets the value of each batch; none where it is not known.</summary>
    public double[] GetBatches(LearningCurvePanels kind) =>
    [
        .. (kind switch
        {
            LearningCurvePanels.Loss => _report.BatchLosses,
            LearningCurvePanels.GradientNorm => _report.GradientNorms,
            LearningCurvePanels.LearningRate => _report.LearningRates,
            _ => [],
        }).Select(value => (double)value),
    ];

    /// <summary>Gets the places of batches: inside of their epochs.</summary>
    /// <param name="epochLength">The number of batches of an epoch where no epoch was completed; null for places that are steps.</param>
    public double[] GetBatchPlaces(int? epochLength = null)
    {
        var places = new double[_report.BatchLosses.Count];
        for (var (i, epoch, begin, length) = (0, 0, 0, 1); i < places.Length; i++)
        {
            // The batches of an epoch that was not completed have the distances of the one before.
            if (CountsEpochs && epoch < _report.EpochEnds.Count && (i == 0 || i == _report.EpochEnds[epoch - 1]))
            {
                (begin, length) = (i, Math.Max(_report.EpochEnds[epoch] - i, 1));
                epoch++;
            }

            places[i] = CountsEpochs ? Begin + Math.Max(epoch - 1, 0) + (i - begin + 0.5) / length
                : epochLength is { } count ? (i + 0.5) / count : _report.FirstStep + i;
        }

        return places;
    }

    /// <summary>Gets the exponentially weighted average of values, free of bias; NaN where the value is not finite.</summary>
    /// <param name="values">The values; those that are not finite are passed over.</param>
    /// <param name="count">The number of values that it spans; null for a fortieth of them.</param>
    public double[] Smooth(double[] values, int? count)
    {
        var average = new ExponentialMovingAverage(1 - 1.0 / (count ?? Math.Clamp(values.Length / 40, 5, 1000)));
        return [.. values.Select(value => double.IsFinite(value) ? average.Add(value) : double.NaN)];
    }

    /// <summary>Gets the means over the batches of each epoch, in the middle of the epoch.</summary>
    public (double Epoch, double Value)[] GetMeans(LearningCurvePanels kind) =>
        GetEpochs(kind, epoch => epoch.Training, shift: -0.5);

    /// <summary>Gets the results on training data at the end of each epoch that has them.</summary>
    public (double Epoch, double Value)[] GetTrainingEvaluations(LearningCurvePanels kind) =>
        GetEpochs(kind, epoch => epoch.TrainingEvaluation, shift: 0);

    /// <summary>Gets the results on validation data at the end of each epoch that has them.</summary>
    public (double Epoch, double Value)[] GetValidations(LearningCurvePanels kind) =>
        GetEpochs(kind, epoch => epoch.Validation, shift: 0);

    /// <summary>Gets the result of the best epoch: that by which it is the best.</summary>
    public double GetBest(LearningCurvePanels kind) => Best is { } best ? ValueOf(best.Validation ?? best.Training, kind) : double.NaN;

    /// <summary>Gets a sentence that says what the run came to.</summary>
    public string Describe(bool byName)
    {
        var subject = byName ? $"{Name}:" : "The run has";
        if (Best is not { } best)
            return Invariant($"{subject} {_report.Epochs.Count} epochs, none of them with a finite result.");
        var result = best.Validation ?? best.Training;
        var accuracy = double.IsNaN(result.Accuracy) ? "" : Invariant($" and an accuracy of {100 * result.Accuracy:F1} %");
        return Invariant($"{subject} {_report.Epochs.Count} epochs; the best is {best.Epoch}, with a loss of {result.Loss:G4}") +
            $"{accuracy} on {(best.Validation is null ? "training" : "validation")} data.";
    }

    /// <summary>Gets a sentence that says between which values a panel of steps is.</summary>
    public string DescribeSteps(LearningCurvePanels kind, bool byName)
    {
        double[] finite = [.. GetBatches(kind).Where(double.IsFinite).DefaultIfEmpty(double.NaN)];
        return $"{(byName ? Name + ": " : "")}{LabelOf(kind)}: " + Invariant($"{finite.Min():G3} to {finite.Max():G3}.");
    }

    private static double ValueOf(Evaluation evaluation, LearningCurvePanels kind) => kind switch
    {
        LearningCurvePanels.Loss => evaluation.Loss,
        LearningCurvePanels.Accuracy => 100 * evaluation.Accuracy,
        _ => double.NaN,
    };

    private (double Epoch, double Value)[] GetEpochs(LearningCurvePanels kind, Func<EpochReport, Evaluation?> select, double shift) =>
        kind is not (LearningCurvePanels.Loss or LearningCurvePanels.Accuracy)
            ? []
            : [.. _report.Epochs.Where(epoch => select(epoch) is not null)
                .Select(epoch => (epoch.Epoch + shift, ValueOf(select(epoch)!.Value, kind)))];
}
