using FusedOptim.Training;

namespace FusedOptim.Samples.Digits;

/// <summary>A line of the display: one rule, trained from one or more seeds.</summary>
/// <param name="rule">The rule.</param>
/// <param name="seeds">The seeds, one run each.</param>
/// <param name="label">What the line is called.</param>
internal sealed class RunRow(TrainableRule rule, IReadOnlyList<long> seeds, string label)
{
    private readonly List<TrainedNetwork> _networks = [];

    /// <summary>What the line is called.</summary>
    public string Label { get; } = label;

    /// <summary>The rule.</summary>
    public TrainableRule Rule { get; } = rule;

    /// <summary>The runs that are over, in order of their seeds.</summary>
    public IReadOnlyList<TrainedNetwork> Networks => _networks;

    /// <summary>The epochs of the run that goes on, or of the last.</summary>
    public List<EpochReport> Epochs { get; } = [];

    /// <summary>Whether a run goes on.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Whether a run goes on or is over.</summary>
    public bool HasBegun => IsRunning || _networks.Count > 0;

    /// <summary>Whether all runs are over.</summary>
    public bool IsComplete => _networks.Count == seeds.Count;

    /// <summary>The median of the accuracies on the test data; of two in the middle the lower.</summary>
    public double Accuracy => Median([.. _networks.Select(network => network.Test.Accuracy)]);

    /// <summary>The median of the losses on the test data.</summary>
    public double Loss => Median([.. _networks.Select(network => network.Test.Loss)]);

    /// <summary>How long the runs took together.</summary>
    public double Seconds => _networks.Sum(network => network.Elapsed.TotalSeconds);

    /// <summary>Trains from all seeds.</summary>
    /// <param name="data">The data.</param>
    /// <param name="plan">What the runs have in common.</param>
    /// <param name="changed">Called after each epoch and each run.</param>
    /// <param name="cancellationToken">Ends the run of now and begins no other.</param>
    public void Run(DigitsData data, TrainingPlan plan, Action<RunRow> changed, CancellationToken cancellationToken)
    {
        IsRunning = true;
        foreach (var seed in seeds)
        {
            if (cancellationToken.IsCancellationRequested)
                break;
            Epochs.Clear();
            var progress = TrainingProgress.To(now =>
            {
                if (now.Completed is not { } epoch)
                    return;
                Epochs.Add(epoch);
                changed(this);
            });
            _networks.Add(Rule.Train(plan.Model, data, plan, seed, progress, cancellationToken));
            changed(this);
        }

        IsRunning = false;
        changed(this);
    }

    /// <summary>The value in the middle; of two the lower.</summary>
    public static double Median(double[] values) =>
        values.Length == 0 ? double.NaN : values.Order().ElementAt((values.Length - 1) / 2);
}
