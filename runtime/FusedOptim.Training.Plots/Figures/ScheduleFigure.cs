using FusedOptim.Guards;
using FusedOptim.Schedules;

namespace FusedOptim.Training.Plots;

/// <summary>The values of schedules over the steps or epochs of training.</summary>
/// <remarks>The value has a logarithmic axis where all values are positive and the greatest is at least 30 times the least.</remarks>
/// <example><code>
/// new ScheduleFigure(1000, ("cosine", new Cosine(0.1, steps: 1000)), ("steps", new StepDecay(0.1, interval: 250))).Save("rates.svg");
/// </code></example>
public sealed class ScheduleFigure : Figure
{
    private const int MostSteps = 100_000_000;

    private readonly (string Name, Schedule Schedule)[] _schedules;
    private readonly int _steps;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="steps">The number of steps to draw: 1 to 100,000,000.</param>
    /// <param name="schedules">The schedules with their names; at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is out of range.</exception>
    /// <exception cref="ArgumentException">No schedule is given, or two have one name.</exception>
    public ScheduleFigure(int steps, params IEnumerable<(string Name, Schedule Schedule)> schedules)
    {
        Guard.CheckBetween(1, MostSteps, steps);
        ArgumentNullException.ThrowIfNull(schedules);
        _schedules = [.. schedules];
        foreach (var (_, schedule) in _schedules)
            ArgumentNullException.ThrowIfNull(schedule, nameof(schedules));
        SeriesNames.Check(_schedules.Select(schedule => schedule.Name), "schedule", nameof(schedules));
        _steps = steps;
    }

    /// <summary>Gets or sets the number of steps of an epoch, for an axis of epochs; <see langword="null"/>, the default, for an axis of
    /// steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public int? StepsPerEpoch
    {
        get;
        set
        {
            if (value is { } count)
                Guard.AtLeast(1, count, nameof(StepsPerEpoch));
            field = value;
        }
    }

    /// <summary>Gets or sets the name of the hyperparameter, for the vertical axis.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public string Hyperparameter
    {
        get;
        set
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value;
        }
    } = "Learning rate";

    /// <inheritdoc/>
    public override int DefaultHeight => 380;

    /// <inheritdoc/>
    public override string Description => string.Join(' ', _schedules.Select(schedule => Invariant(
        $"{schedule.Name}: from {schedule.Schedule.At(1):G4} in the first to {schedule.Schedule.At(_steps):G4} in step {_steps}.")));

    private protected override string DefaultTitle => _schedules.Length == 1 ? $"{Hyperparameter}: {_schedules[0].Name}" : $"{Hyperparameter} over training";

    private protected override FigureLayout Compose(Palette palette)
    {
        // Enough for each pixel of the widest figure to be right.
        var stride = Math.Max(1, _steps / 1_000_000);
        int[] steps = [.. Enumerable.Range(0, (_steps - 1) / stride + 1).Select(i => 1 + i * stride)];
        double[][] values = [.. _schedules.Select(schedule => steps.Select(schedule.Schedule.At).ToArray())];
        var panel = new Panel(
            new AxisScale(StepsPerEpoch is null ? "Step" : "Epoch") { AreWhole = true, Margin = 0.015 },
            new AxisScale(Hyperparameter) { IsLogarithmic = AxisScale.SpanDecades(values.SelectMany(one => one)) });
        double[] places = [.. steps.Select(step => StepsPerEpoch is { } length ? (step - 1.0) / length : step)];
        for (var i = 0; i < values.Length; i++)
            panel.AddLine(places, values[i], palette.GetSeries(i), 2.4f, palette.GetPattern(i));
        var legend = _schedules.Length == 1
            ? []
            : _schedules.Select((schedule, i) => new LegendEntry(schedule.Name, palette.GetSeries(i), palette.GetPattern(i)));
        return new FigureLayout(Title, [panel], 1, [.. legend]);
    }
}
