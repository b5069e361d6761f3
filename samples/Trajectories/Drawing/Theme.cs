using System.Text;

namespace FusedOptim.Samples.Trajectories;

/// <summary>The colours of a picture.</summary>
internal sealed class Theme
{
    /// <summary>The number of colours of heights.</summary>
    public const int BandCount = 16;

    private readonly Color[] _bands;

    private Theme(string paper, string ink, string faintInk, string[] heights, string[] paths)
    {
        (Paper, Ink, FaintInk, Paths) = (paper, ink, faintInk, paths);
        Color[] stops = [.. heights.Select(Color.Parse)];
        _bands = [.. Enumerable.Range(0, BandCount).Select(i => Color.Between(stops, i / (BandCount - 1.0)))];
    }

    /// <summary>Dark on white: valleys are light, so that what converges there stands out.</summary>
    public static Theme Light { get; } = new(
        "#ffffff", "#1b2430", "#5d6b7a",
        ["#fefdf9", "#eaeff1", "#c9d7e1", "#9fb6cc"],
        ["#a73908", "#1231af", "#007a74", "#7a006d", "#c28f16", "#000000", "#dd3ab6", "#4283ff"]);

    /// <summary>Light on dark: valleys are dark.</summary>
    public static Theme Dark { get; } = new(
        "#0e131a", "#e8edf3", "#93a1b1",
        ["#0c1118", "#152130", "#21364c", "#334f6b"],
        ["#d55e11", "#629fff", "#9ebd28", "#bb7ab1", "#ffe224", "#ffffff", "#ffa4ac", "#0bdbff"]);

    /// <summary>The number of colours of paths.</summary>
    public static int PathColorCount => Light.Paths.Count;

    /// <summary>What is drawn on.</summary>
    public string Paper { get; }

    /// <summary>Text and lines.</summary>
    public string Ink { get; }

    /// <summary>Text and lines of less importance.</summary>
    public string FaintInk { get; }

    /// <summary>
    /// Paths. Any two are at least 0.11 apart in OKLab, as people of normal sight see them and as those do who lack one
    /// kind of cone (simulated after Machado, Oliveira and Fernandes, 2009).
    /// </summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>Style rules for everything that has a colour.</summary>
    /// <param name="scope">What stands before each selector.</param>
    public string Rules(string scope)
    {
        var rules = new StringBuilder();
        rules.AppendLine($"{scope}.ink {{ color: {Ink}; }}");
        rules.AppendLine($"{scope}.faint {{ color: {FaintInk}; }}");
        rules.AppendLine($"{scope}.paper {{ color: {Paper}; }}");
        for (var i = 0; i < BandCount; i++)
            rules.AppendLine($"{scope}.band{i} {{ color: {_bands[i]}; }}");
        for (var i = 0; i < Paths.Count; i++)
            rules.AppendLine($"{scope}.color{i} {{ color: {Paths[i]}; }}");
        return rules.ToString();
    }
}
