using System.Globalization;

namespace FusedOptim.Samples.Trajectories;

/// <summary>A colour, in the coordinates of OKLab (Ottosson, 2020), in which equal distances look equal.</summary>
internal readonly record struct Color(double Lightness, double GreenRed, double BlueYellow)
{
    /// <summary>A colour of the form <c>#rrggbb</c>.</summary>
    public static Color Parse(string hex)
    {
        var (r, g, b) = (Linear(hex, 1), Linear(hex, 3), Linear(hex, 5));
        var l = Math.Cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        var m = Math.Cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        var s = Math.Cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        return new Color(
            0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s);
    }

    /// <summary>The colour at a place on the polygon through several.</summary>
    /// <param name="stops">The corners.</param>
    /// <param name="position">From 0 (the first) to 1 (the last).</param>
    public static Color Between(IReadOnlyList<Color> stops, double position)
    {
        position *= stops.Count - 1;
        var first = Math.Min((int)position, stops.Count - 2);
        var share = position - first;
        var (from, to) = (stops[first], stops[first + 1]);
        return new Color(
            double.Lerp(from.Lightness, to.Lightness, share),
            double.Lerp(from.GreenRed, to.GreenRed, share),
            double.Lerp(from.BlueYellow, to.BlueYellow, share));
    }

    /// <summary>The form <c>#rrggbb</c>.</summary>
    public override string ToString()
    {
        var l = Cube(Lightness + 0.3963377774 * GreenRed + 0.2158037573 * BlueYellow);
        var m = Cube(Lightness - 0.1055613458 * GreenRed - 0.0638541728 * BlueYellow);
        var s = Cube(Lightness - 0.0894841775 * GreenRed - 1.2914855480 * BlueYellow);
        return "#" +
            Hex(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s) +
            Hex(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s) +
            Hex(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
    }

    private static double Cube(double value) => value * value * value;

    private static double Linear(string hex, int start)
    {
        var value = byte.Parse(hex.AsSpan(start, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    private static string Hex(double linear)
    {
        var value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.Pow(linear, 1 / 2.4) - 0.055;
        return ((int)Math.Round(255 * Math.Clamp(value, 0, 1))).ToString("x2", CultureInfo.InvariantCulture);
    }
}
