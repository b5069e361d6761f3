using FusedOptim.Guards;
using SkiaSharp;

namespace FusedOptim.Training.Plots;

/// <summary>
/// A picture of numbers: it is drawn as PNG or SVG, in any size, on a light or a dark background. <see cref="HtmlReport"/> gathers figures
/// on a page.
/// </summary>
/// <remarks>
/// A figure keeps what it draws: changes of a network or a list afterwards do not change it. The same figure gives the same bytes with
/// each call. Values that are NaN or infinite, and values that are not positive on a logarithmic axis, are gaps. A long line has
/// as many points as its pixels can show.
/// <para>Text is in DejaVu Sans, a part of which is in the package: Latin, Greek and Cyrillic letters and mathematical signs. No font needs
/// to be installed. In SVG, text stays text.</para>
/// </remarks>
public abstract class Figure
{
    private const int LargestSide = 16_384;

    private protected Figure()
    {
    }

    /// <summary>Gets or sets the title above the figure; in plain English by default.</summary>
    /// <exception cref="ArgumentException">The title is empty.</exception>
    public string Title
    {
        get => field ?? DefaultTitle;
        set
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value;
        }
    }

    /// <summary>Gets the width that the figure has by default, in pixels: 560, which can be read on narrow pages.</summary>
    public virtual int DefaultWidth => 560;

    /// <summary>Gets the height that the figure has by default, in pixels.</summary>
    public abstract int DefaultHeight { get; }

    /// <summary>Gets a sentence that says what the figure shows, for readers who do not see it.</summary>
    public abstract string Description { get; }

    private protected abstract string DefaultTitle { get; }

    /// <summary>Draws the figure as PNG.</summary>
    /// <param name="width">The width: 100 to 16,384 units; <see cref="DefaultWidth"/> by default.</param>
    /// <param name="height">The height: 100 to 16,384 units; <see cref="DefaultHeight"/> by default.</param>
    /// <param name="theme">The background to draw for.</param>
    /// <param name="scale">The pixels per unit: 0.1 to 8, such as 2 for screens with fine pixels, where text and lines keep their
    /// size.</param>
    /// <returns>The bytes of a file; the picture has width × scale times height × scale pixels, rounded.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or more than 16,384 pixels are on a side.</exception>
    public byte[] ToPng(int? width = null, int? height = null, Theme theme = Theme.Light, double scale = 1)
    {
        var (w, h) = CheckSize(width, height);
        Guard.Check(scale is >= 0.1 and <= 8, scale, "from 0.1 to 8");
        var (pixelWidth, pixelHeight) = ((int)Math.Round(w * scale), (int)Math.Round(h * scale));
        if (Math.Max(pixelWidth, pixelHeight) > LargestSide)
        {
            throw new ArgumentOutOfRangeException(
                nameof(scale), scale,
                Invariant($"A picture of {w} × {h} at scale {scale} has {pixelWidth} × {pixelHeight} pixels; ") +
                Invariant($"it may have {LargestSide} on a side."));
        }

        using var surface = SKSurface.Create(new SKImageInfo(pixelWidth, pixelHeight, SKColorType.Rgba8888, SKAlphaType.Premul))
            ?? throw new InvalidOperationException(Invariant($"There is no memory for a picture of {pixelWidth} × {pixelHeight} pixels."));
        surface.Canvas.Scale((float)pixelWidth / w, (float)pixelHeight / h);
        Render(surface.Canvas, w, h, theme);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>Draws the figure as SVG.</summary>
    /// <param name="width">The width: 100 to 16,384 units; <see cref="DefaultWidth"/> by default.</param>
    /// <param name="height">The height: 100 to 16,384 units; <see cref="DefaultHeight"/> by default.</param>
    /// <param name="theme">The background to draw for.</param>
    /// <returns>A document, whose title is <see cref="Title"/> and whose description is <see cref="Description"/>. It can also be placed in
    /// HTML.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public string ToSvg(int? width = null, int? height = null, Theme theme = Theme.Light) =>
        ToSvg(width, height, theme, idPrefix: "part-");

    /// <summary>Saves the figure in the format that the ending of the path names.</summary>
    /// <param name="path">The file, with the ending .png or .svg; one that is there is replaced.</param>
    /// <param name="width">The width: 100 to 16,384 units; <see cref="DefaultWidth"/> by default.</param>
    /// <param name="height">The height: 100 to 16,384 units; <see cref="DefaultHeight"/> by default.</param>
    /// <param name="theme">The background to draw for.</param>
    /// <param name="scale">The pixels per unit of a PNG: 0.1 to 8. An SVG does not have pixels.</param>
    /// <exception cref="ArgumentException">The path has another ending. Nothing is written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range. Nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path, int? width = null, int? height = null, Theme theme = Theme.Light, double scale = 1)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        // Drawn before the file is opened, so that a refusal leaves the old one.
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".png":
                File.WriteAllBytes(path, ToPng(width, height, theme, scale));
                break;
            case ".svg":
                File.WriteAllText(path, ToSvg(width, height, theme));
                break;
            default:
                throw new ArgumentException($"The path '{path}' must end in .png or .svg.", nameof(path));
        }
    }

    /// <summary>Draws the figure as SVG, with a prefix of all ids, which are unique on a page then.</summary>
    internal string ToSvg(int? width, int? height, Theme theme, string idPrefix)
    {
        var (w, h) = CheckSize(width, height);
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, w, h), stream))
            Render(canvas, w, h, theme);
        return SvgDocument.Finish(stream.ToArray(), w, h, Title, Description, idPrefix);
    }

    /// <summary>Puts panels and the legend together, in the colours of a theme.</summary>
    private protected abstract FigureLayout Compose(Palette palette);

    private void Render(SKCanvas canvas, int width, int height, Theme theme)
    {
        var palette = Palette.Of(theme);
        Compose(palette).Render(canvas, width, height, palette);
    }

    private (int Width, int Height) CheckSize(int? width, int? height)
    {
        var (w, h) = (width ?? DefaultWidth, height ?? DefaultHeight);
        Guard.CheckBetween(100, LargestSide, w, nameof(width));
        Guard.CheckBetween(100, LargestSide, h, nameof(height));
        return (w, h);
    }
}
