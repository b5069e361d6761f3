using ScottPlot;
using SkiaSharp;

namespace FusedOptim.Training.Plots;

/// <summary>The font of all figures: a part of DejaVu Sans, which the assembly contains, so that text has the same places on every
/// machine, also on one without fonts.</summary>
internal sealed class FigureFont : IFontResolver
{
    private const string RegisteredName = "FusedOptim DejaVu Sans";

    private static readonly SKTypeface s_typeface = Load();

    // Once, whichever thread is first, before ScottPlot is told the name.
    static FigureFont() => Fonts.FontResolvers.Insert(0, new FigureFont());

    private FigureFont()
    {
    }

    /// <summary>Gets the name that ScottPlot finds the font by.</summary>
    public static string Name => RegisteredName;

    /// <summary>Gets the width of a text in pixels.</summary>
    public static float Measure(string text, float size)
    {
        using var font = new SKFont(s_typeface, size) { Subpixel = true };
        return font.MeasureText(text);
    }

    /// <summary>Draws a text.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="text">The text.</param>
    /// <param name="x">The left end, or the middle.</param>
    /// <param name="baseline">The line that letters are on.</param>
    /// <param name="size">The size in pixels.</param>
    /// <param name="color">The colour.</param>
    /// <param name="align">Whether x is the left end or the middle.</param>
    public static void Draw(
        SKCanvas canvas, string text, float x, float baseline, float size, Color color, SKTextAlign align = SKTextAlign.Left)
    {
        using var font = new SKFont(s_typeface, size) { Subpixel = true };
        using var paint = new SKPaint { Color = color.ToSKColor(), IsAntialias = true };
        canvas.DrawText(text, x, baseline, align, font, paint);
    }

    /// <summary>Breaks a text into lines between words.</summary>
    public static IReadOnlyList<string> Wrap(string text, float size, float width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Measure(longer, size) > width)
            {
                lines.Add(line);
                longer = word;
            }

            line = longer;
        }

        if (line.Length > 0)
            lines.Add(line);
        return lines;
    }

    /// <summary>Shortens a text to a width; its middle is left out.</summary>
    public static string Shorten(string text, float size, float width)
    {
        if (Measure(text, size) <= width)
            return text;
        for (var kept = text.Length - 1; kept > 1; kept--)
        {
            var shorter = $"{text[..((kept + 1) / 2)]}…{text[^(kept / 2)..]}";
            if (Measure(shorter, size) <= width)
                return shorter;
        }

        return text[..1];
    }

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == RegisteredName ? s_typeface : null;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == RegisteredName ? s_typeface : null;

    private static SKTypeface Load()
    {
        using var stream = typeof(FigureFont).Assembly.GetManifestResourceStream("DejaVuSans.ttf")!;
        return SKTypeface.FromStream(stream)
            ?? throw new InvalidOperationException("SkiaSharp cannot read the font that is embedded in FusedOptim.Training.Plots.");
    }
}
