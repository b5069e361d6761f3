using FusedOptim.Training.Landscapes;
using ScottPlot;

namespace FusedOptim.Training.Plots;

/// <summary>A slice of the loss along a line through the weights, for one network or several: how flat a minimum is.</summary>
/// <remarks>The distance is the factor of the direction that is added to the weights: 0 is the weights themselves. The loss has a
/// logarithmic axis where the greatest value is at least 30 times the least.</remarks>
/// <example><code>
/// double[] distances = [.. Enumerable.Range(-20, 41).Select(i => i / 20.0)];
/// new LossLineFigure(distances, ("batch 16", small), ("batch 1024", large)).Save("slice.svg");
/// </code></example>
public sealed class LossLineFigure : Figure
{
    private readonly double[] _distances;
    private readonly (string Name, double[] Losses)[] _slices;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="distances">The places on the line, ascending.</param>
    /// <param name="slices">The loss at each place, for each network with its name; at least one.</param>
    /// <exception cref="ArgumentException">Distances do not ascend, no slice is given, two have one name, or one has another number of
    /// losses than there are distances.</exception>
    public LossLineFigure(IReadOnlyList<double> distances, params IEnumerable<(string Name, IReadOnlyList<double> Losses)> slices)
    {
        ArgumentNullException.ThrowIfNull(distances);
        ArgumentNullException.ThrowIfNull(slices);
        _distances = [.. distances];
        for (var i = 0; i < _distances.Length; i++)
        {
            if (!double.IsFinite(_distances[i]) || i > 0 && _distances[i] <= _distances[i - 1])
                throw new ArgumentException(Invariant($"Distance {i} is {_distances[i]}; distances must be finite and ascend."), nameof(distances));
        }

        var all = slices.ToArray();
        SeriesNames.Check(all.Select(slice => slice.Name), "slice", nameof(slices));
        foreach (var (name, losses) in all)
        {
            ArgumentNullException.ThrowIfNull(losses, nameof(slices));
            if (losses.Count != _distances.Length)
            {
                throw new ArgumentException(
                    Invariant($"'{name}' has {losses.Count} losses; it must have {_distances.Length}, one for each distance."), nameof(slices));
            }
        }

        _slices = [.. all.Select(slice => (slice.Name, slice.Losses.ToArray()))];
    }

    /// <summary>Initializes a new instance from slices at the same places.</summary>
    /// <param name="slices">The slice of each network with its name, such as of
    /// <see cref="LossLandscape.ComputeLossSlice(Trainer, Dataset, WeightDirection, double, double, int, CancellationToken)"/>; at least
    /// one.</param>
    /// <exception cref="ArgumentException">No slice is given, two have one name, or one has other places than the first.</exception>
    public LossLineFigure(params IEnumerable<(string Name, LossSlice Slice)> slices)
        : this(PlacesOf(slices), slices.Select(slice => (slice.Name, slice.Slice.Losses)))
    {
    }

    /// <inheritdoc/>
    public override int DefaultHeight => 380;

    /// <inheritdoc/>
    public override string Description => string.Join(' ', _slices.Select(slice => slice.Losses.Where(double.IsFinite).DefaultIfEmpty(double.NaN)
        is var losses ? Invariant($"{slice.Name}: losses from {losses.Min():G3} to {losses.Max():G3}.") : ""));

    private protected override string DefaultTitle => "The loss along a line through the weights";

    private protected override FigureLayout Compose(Palette palette)
    {
        var panel = new Panel(
            new AxisScale("Distance from the weights") { Margin = 0.015 },
            new AxisScale("Loss") { IsLogarithmic = AxisScale.SpanDecades(_slices.SelectMany(slice => slice.Losses)) });
        if (_distances is [<= 0, .., >= 0])
            panel.AddVerticalLine(0, palette.MutedInk, ScottPlot.LinePattern.Dotted);
        for (var i = 0; i < _slices.Length; i++)
            panel.AddLine(_distances, _slices[i].Losses, palette.GetSeries(i), 2.4f, palette.GetPattern(i));
        return new FigureLayout(
            Title, [panel], 1, [.. _slices.Select((slice, i) => new LegendEntry(slice.Name, palette.GetSeries(i), palette.GetPattern(i)))]);
    }

    private static IReadOnlyList<double> PlacesOf(IEnumerable<(string Name, LossSlice Slice)> slices)
    {
        ArgumentNullException.ThrowIfNull(slices);
        var all = slices.ToArray();
        foreach (var (name, slice) in all)
        {
            ArgumentNullException.ThrowIfNull(slice, nameof(slices));
            if (!slice.Places.SequenceEqual(all[0].Slice.Places))
                throw new ArgumentException($"'{name}' has other places than '{all[0].Name}'; slices must have the same places.", nameof(slices));
        }

        return all.Length > 0 ? all[0].Slice.Places : [];
    }
}
