using FusedOptim.Training.Landscapes;
using ScottPlot;

namespace FusedOptim.Training.Plots;

/// <summary>A slice of the loss along two directions through the weights, as contours (H. Li et al., "Visualizing the loss landscape of
/// neural nets", NeurIPS 2018).</summary>
/// <remarks>Distances are the factors of both directions: the cross at (0, 0) is the weights themselves. Contours lie closer near the
/// least loss.</remarks>
/// <example><code>
/// new LossSurfaceFigure(losses, (-1, 1), (-1, 1)).Save("surface.png");
/// </code></example>
public sealed class LossSurfaceFigure : Figure
{
    private readonly double[,] _losses;
    private readonly CoordinateRect _window;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="losses">The losses of a grid: a row for each distance along the second direction, a column for each along the first,
    /// both ascending and equally far apart; at least 2 × 2.</param>
    /// <param name="first">The ends of the grid along the first direction; finite, the first below the second.</param>
    /// <param name="second">The ends of the grid along the second direction.</param>
    /// <exception cref="ArgumentException">The grid is smaller than 2 × 2.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An end is not finite, or the first is not below the second.</exception>
    public LossSurfaceFigure(double[,] losses, (double Minimum, double Maximum) first, (double Minimum, double Maximum) second)
    {
        ArgumentNullException.ThrowIfNull(losses);
        PathFigure.CheckRange(first, nameof(first));
        PathFigure.CheckRange(second, nameof(second));
        if (losses.GetLength(0) < 2 || losses.GetLength(1) < 2)
        {
            throw new ArgumentException(
                Invariant($"The grid has {losses.GetLength(0)} × {losses.GetLength(1)} losses; it must have at least 2 × 2."), nameof(losses));
        }

        _losses = (double[,])losses.Clone();
        _window = new CoordinateRect(first.Minimum, first.Maximum, second.Minimum, second.Maximum);
    }

    /// <summary>Initializes a new instance from the losses over two directions.</summary>
    /// <param name="surface">The losses, such as of
    /// <see cref="LossLandscape.ComputeLossSurface(Trainer, Dataset, WeightDirection, WeightDirection, double, double, int, CancellationToken)"/>.</param>
    public LossSurfaceFigure(LossSurface surface)
        : this(GridOf(surface), (surface.Places[0], surface.Places[^1]), (surface.Places[0], surface.Places[^1]))
    {
    }

    /// <inheritdoc/>
    public override int DefaultHeight => 520;

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            double[] finite = [.. _losses.Cast<double>().Where(double.IsFinite).DefaultIfEmpty(double.NaN)];
            return Invariant($"Losses from {finite.Min():G3} to {finite.Max():G3}.");
        }
    }

    private protected override string DefaultTitle => "The loss along two directions through the weights";

    private protected override FigureLayout Compose(Palette palette)
    {
        var panel = new Panel(
            new AxisScale("Distance along the first direction") { Minimum = _window.Left, Maximum = _window.Right },
            new AxisScale("Distance along the second direction") { Minimum = _window.Bottom, Maximum = _window.Top }) { HasGrid = false };
        new Contours(_losses, _window).AddTo(panel, palette);
        if (_window.Left <= 0 && _window.Right >= 0 && _window.Bottom <= 0 && _window.Top >= 0)
            panel.AddDots([0], [0], palette.GetSeries(1), 13, MarkerShape.Cross);
        return new FigureLayout(Title, [panel], 1, []);
    }

    private static double[,] GridOf(LossSurface surface)
    {
        ArgumentNullException.ThrowIfNull(surface);
        var count = surface.Places.Count;
        var losses = new double[count, count];
        for (var first = 0; first < count; first++)
        {
            for (var second = 0; second < count; second++)
                losses[second, first] = surface[first, second];
        }

        return losses;
    }
}
