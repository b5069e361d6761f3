using ScottPlot;

namespace FusedOptim.Training.Plots;

/// <summary>The colours of a theme.</summary>
/// <remarks>Series have the colours of M. Okabe and K. Ito, "Color Universal Design", which people with each kind of colour blindness can
/// tell apart; made darker or lighter where the contrast to the background was below 3 : 1. Values have the colours of viridis, whose
/// lightness rises steadily.</remarks>
internal sealed class Palette
{
    private static readonly Color[] s_viridis =
    [
        Color.FromHex("#440154"), Color.FromHex("#46327e"), Color.FromHex("#365c8d"), Color.FromHex("#277f8e"),
        Color.FromHex("#1fa187"), Color.FromHex("#4ac16d"), Color.FromHex("#a0da39"), Color.FromHex("#fde725"),
    ];

    private static readonly Palette s_light = new("#ffffff", "#1b1f24", "#57606a", "#e4e7eb",
        ["#0072b2", "#c64e00", "#00805d", "#b1558a", "#a87800", "#2f93cf", "#6b4fbb", "#59636e"]);

    private static readonly Palette s_dark = new("#161b22", "#e6edf3", "#9aa5b1", "#2d343d",
        ["#56b4e9", "#ff8f4d", "#35c99b", "#e79ac8", "#f0c33c", "#8fb8ff", "#b79cff", "#b4bec9"]);

    private readonly Color[] _series;

    private Palette(string surface, string ink, string mutedInk, string grid, string[] series)
    {
        (Surface, Ink, MutedInk, Grid) = (Color.FromHex(surface), Color.FromHex(ink), Color.FromHex(mutedInk), Color.FromHex(grid));
        _series = [.. series.Select(Color.FromHex)];
    }

    /// <summary>Gets the background.</summary>
    public Color Surface { get; }

    /// <summary>Gets the colour of titles and labels.</summary>
    public Color Ink { get; }

    /// <summary>Gets the colour of numbers at axes, and of what is not in front.</summary>
    public Color MutedInk { get; }

    /// <summary>Gets the colour of grid lines.</summary>
    public Color Grid { get; }

    /// <summary>Gets the palette of a theme.</summary>
    public static Palette Of(Theme theme) => theme == Theme.Light ? s_light : s_dark;

    /// <summary>Gets the colour of a series; colours return after eight.</summary>
    public Color GetSeries(int index) => _series[index % _series.Length];

    /// <summary>Gets the dashes of a series: after eight colours the lines have other dashes.</summary>
    public LinePattern GetPattern(int index) => (index / _series.Length % 4) switch
    {
        0 => LinePattern.Solid,
        1 => LinePattern.Dashed,
        2 => LinePattern.DenselyDashed,
        _ => LinePattern.Dotted,
    };

    /// <summary>Gets the colour of a share: that of the background at 0, that of the first series at 1.</summary>
    public Color GetShade(double share) => Mix(Surface, _series[0], share);

    /// <summary>Gets the colour of text on a background.</summary>
    public static Color GetInkOn(Color background) =>
        // The weights of the luminance of sRGB.
        0.2126 * background.R + 0.7152 * background.G + 0.0722 * background.B > 140 ? s_light.Ink : s_dark.Ink;

    /// <summary>Gets the colour of a value.</summary>
    /// <param name="place">Its place among all values: 0 to 1.</param>
    public static Color GetValueColor(double place)
    {
        var scaled = Math.Clamp(place, 0, 1) * (s_viridis.Length - 1);
        var index = Math.Min((int)scaled, s_viridis.Length - 2);
        return Mix(s_viridis[index], s_viridis[index + 1], scaled - index);
    }

    private static Color Mix(Color from, Color to, double share) => new(
        MixByte(from.R, to.R, share), MixByte(from.G, to.G, share), MixByte(from.B, to.B, share));

    private static byte MixByte(byte from, byte to, double share) => (byte)Math.Round(from + (to - from) * share);
}
