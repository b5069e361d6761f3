using ScottPlot;
using SkiaSharp;

namespace FusedOptim.Training.Plots;

/// <summary>A line through points. ScottPlot's lines leave their dashes in the paint of what is drawn after them, which SVG cannot
/// express for text.</summary>
internal sealed class Polyline(IReadOnlyList<Coordinates> points, Color color, float width, LinePattern pattern) : IPlottable
{
    /// <inheritdoc/>
    public bool IsVisible { get; set; } = true;

    /// <inheritdoc/>
    public IAxes Axes { get; set; } = new Axes();

    /// <inheritdoc/>
    public IEnumerable<LegendItem> LegendItems => [];

    /// <inheritdoc/>
    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    /// <inheritdoc/>
    public void Render(RenderPack rp)
    {
        using var path = new SKPath();
        for (var i = 0; i < points.Count; i++)
        {
            var pixel = Axes.GetPixel(points[i]);
            if (i == 0)
                path.MoveTo(pixel.X, pixel.Y);
            else
                path.LineTo(pixel.X, pixel.Y);
        }

        using var dashes = pattern.GetPathEffect();
        using var paint = new SKPaint
        {
            Color = color.ToSKColor(),
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            StrokeWidth = width,
            StrokeJoin = SKStrokeJoin.Round,
            PathEffect = dashes,
        };
        rp.Canvas.DrawPath(path, paint);
    }
}
