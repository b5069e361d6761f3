using ScottPlot;
using SkiaSharp;

namespace FusedOptim.Training.Plots;

/// <summary>The parts of a figure on its area: the title above, then the legend, then panels in rows and columns.</summary>
/// <param name="title">The title.</param>
/// <param name="panels">The panels, row by row.</param>
/// <param name="columns">The number of panels of a row.</param>
/// <param name="legend">The entries of the legend.</param>
internal sealed class FigureLayout(string title, IReadOnlyList<Panel> panels, int columns, IReadOnlyList<LegendEntry> legend)
{
    private const float TitleSize = 17;
    private const float TitleLine = 22;
    private const float LegendSize = 13;
    private const float LegendLine = 21;
    private const float Swatch = 24;
    private const float Edge = 12;

    /// <summary>Draws all parts.</summary>
    public void Render(SKCanvas canvas, int width, int height, Palette palette)
    {
        using (var background = new SKPaint { Color = palette.Surface.ToSKColor() })
            canvas.DrawRect(0, 0, width, height, background);

        var top = Edge;
        foreach (var line in FigureFont.Wrap(title, TitleSize, width - 2 * Edge))
        {
            FigureFont.Draw(canvas, FigureFont.Shorten(line, TitleSize, width - 2 * Edge), Edge, top + 16, TitleSize, palette.Ink);
            top += TitleLine;
        }

        top = RenderLegend(canvas, top + 2, width, palette) + 4;

        var rows = (panels.Count + columns - 1) / columns;
        var (panelWidth, panelHeight) = ((width - Edge) / columns, (height - top - 2) / rows);
        // Panels below each other begin at the same place.
        var lefts = Enumerable.Range(0, columns).Select(column => panels.Where((_, i) => i % columns == column)
            .Select(panel => panel.MeasureLeft(panelHeight - (panel.Title is null ? 0 : Panel.TitleHeight))).DefaultIfEmpty().Max()).ToArray();
        for (var i = 0; i < panels.Count; i++)
        {
            var (row, column) = Math.DivRem(i, columns);
            var left = Edge / 2 + column * panelWidth;
            panels[i].Render(
                canvas, new PixelRect(left, left + panelWidth, top + (row + 1) * panelHeight, top + row * panelHeight), lefts[column], palette);
        }
    }

    private float RenderLegend(SKCanvas canvas, float top, int width, Palette palette)
    {
        if (legend.Count == 0)
            return top;
        var x = Edge;
        foreach (var entry in legend)
        {
            var text = FigureFont.Shorten(entry.Text, LegendSize, width - 2 * Edge - Swatch - 6);
            var length = Swatch + 6 + FigureFont.Measure(text, LegendSize);
            if (x > Edge && x + length > width - Edge)
                (x, top) = (Edge, top + LegendLine);
            RenderSwatch(canvas, entry, x, top + LegendLine / 2);
            FigureFont.Draw(canvas, text, x + Swatch + 6, top + 15, LegendSize, palette.Ink);
            x += length + 18;
        }

        return top + LegendLine;
    }

    private static void RenderSwatch(SKCanvas canvas, LegendEntry entry, float x, float y)
    {
        using var paint = new SKPaint { Color = entry.Color.ToSKColor(), IsAntialias = true };
        if (entry.Width == 0 && !entry.IsCross)
        {
            canvas.DrawCircle(x + Swatch / 2, y, 5, paint);
            return;
        }

        if (entry.IsCross)
        {
            (paint.Style, paint.StrokeWidth) = (SKPaintStyle.Stroke, 2);
            canvas.DrawLine(x + Swatch / 2 - 4, y - 4, x + Swatch / 2 + 4, y + 4, paint);
            canvas.DrawLine(x + Swatch / 2 - 4, y + 4, x + Swatch / 2 + 4, y - 4, paint);
            return;
        }

        using var dashes = entry.Pattern.GetPathEffect();
        (paint.Style, paint.StrokeWidth, paint.PathEffect) = (SKPaintStyle.Stroke, entry.Width, dashes);
        canvas.DrawLine(x, y, x + Swatch, y, paint);
    }
}
