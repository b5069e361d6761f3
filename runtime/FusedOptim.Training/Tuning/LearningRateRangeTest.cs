using FusedOptim.Guards;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tuning;

/// <summary>
/// Finds a learning rate, or another hyperparameter: trains for some steps while it grows by the same factor each step, and
/// watches the loss (Smith, "Cyclical learning rates for training neural networks", 2017, section 3.3).
/// </summary>
public sealed record LearningRateRangeTest
{
    // Of the moving average of the losses; and to how many times its least value it may rise.
    private const double Smoothing = 0.9;
    private const double Divergence = 4;

    private readonly RealDimension _values;

    /// <summary>A test.</summary>
    /// <param name="minimum">The value of the first step; above 0 and finite.</param>
    /// <param name="maximum">The value of the last step; above the first and finite.</param>
    /// <param name="steps">How many steps there are; at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public LearningRateRangeTest(double minimum = 1e-6, double maximum = 1, int steps = 100)
    {
        Guard.CheckPositive(minimum);
        Guard.Check(
            maximum > minimum && double.IsFinite(maximum), maximum,
            Invariant($"finite and greater than the minimum, {minimum}"));
        Guard.AtLeast(2, steps);
        (Minimum, Maximum, Steps) = (minimum, maximum, steps);
        _values = new RealDimension("value", minimum, maximum, isLogarithmic: true);
    }

    /// <summary>The value of the first step.</summary>
    public double Minimum { get; }

    /// <summary>The value of the last step.</summary>
    public double Maximum { get; }

    /// <summary>How many steps there are.</summary>
    public int Steps { get; }

    /// <summary>The value of a step.</summary>
    /// <param name="step">The step, from 1 to <see cref="Steps"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is out of range.</exception>
    public double GetValue(int step)
    {
        Guard.CheckBetween(1, Steps, step);
        return _values.GetValue((step - 1.0) / (Steps - 1));
    }

    /// <summary>Trains a network of its own, which is forgotten afterwards.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="data">The data; gone through as often as the steps need.</param>
    /// <param name="set">Sets the hyperparameter, such as <c>(rule, value) => rule.LearningRate = value</c>.</param>
    /// <param name="seed">What the weights and the order of examples are drawn from.</param>
    /// <param name="batchSize">The number of examples of a step; at least 1.</param>
    /// <param name="options">How the optimizer runs and stores its states; network and optimizer compute on the threads of
    /// <see cref="OptimizerOptions.Team"/>.</param>
    /// <param name="dropLast">Whether the last batch of an epoch is left out where it is smaller than the others
    /// (<see cref="Trainer.DropLast"/>).</param>
    /// <returns>The losses of the steps, up to where they diverge.</returns>
    /// <exception cref="ArgumentException">The data do not fit the model, a batch would have fewer examples than a layer
    /// learns from, or a number is out of range.</exception>
    public LearningRateRangeTestReport Run<TRule>(
        Sequential model, TRule rule, Loss loss, Dataset data, Action<TRule, double> set, long seed,
        int batchSize = 32, OptimizerOptions? options = null, bool dropLast = false)
        where TRule : class, IUpdateRule
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(set);
        using var trainer = Trainer.Create(model, rule, loss, seed, options);
        trainer.DropLast = dropLast;
        trainer.Schedule((TRule current, int step) => set(current, GetValue(Math.Min(step, Steps))));
        using var end = new CancellationTokenSource();
        var losses = new Losses(this, end);
        var epochs = (Steps - 1) / data.GetBatchCount(batchSize, dropLast) + 1;
        trainer.Fit(data, epochs: epochs, batchSize: batchSize, progress: losses, cancellationToken: end.Token);
        return new LearningRateRangeTestReport(losses.Points);
    }

    private sealed class Losses(LearningRateRangeTest test, CancellationTokenSource end) : IProgress<TrainingProgress>
    {
        private readonly List<LearningRateRangeTestPoint> _points = [];
        private double _average;
        private double _least = double.PositiveInfinity;

        public IReadOnlyList<LearningRateRangeTestPoint> Points => _points;

        public void Report(TrainingProgress value)
        {
            if (value.Completed is not null || end.IsCancellationRequested)
                return;
            var step = _points.Count + 1;
            var loss = value.BatchLoss;
            _average = Smoothing * _average + (1 - Smoothing) * loss;
            var smoothed = _average / (1 - Elementwise.Pow(Smoothing, step));
            _least = Math.Min(_least, smoothed);
            // Of NaN too. The distance, not the quotient: losses may be negative.
            var isDivergent = !(smoothed - _least <= (Divergence - 1) * Math.Abs(_least));
            if (!isDivergent)
                _points.Add(new LearningRateRangeTestPoint(test.GetValue(step), loss, smoothed));
            if (isDivergent || step == test.Steps)
                end.Cancel();
        }
    }
}
