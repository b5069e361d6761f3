using System.Text;
using FusedOptim.Training;
using Spectre.Console;

namespace FusedOptim.Samples.Digits;

/// <summary>The test digits that a network takes for others, drawn with two pixels a character.</summary>
internal static class MistakeGallery
{
    private const int Gap = 3;

    /// <summary>Writes the mistakes of the network with the median accuracy, as many as fit a line.</summary>
    public static void Write(IReadOnlyList<RunRow> rows, DigitsData data)
    {
        var network = rows.SelectMany(row => row.Networks).OrderBy(network => network.Test.Accuracy)
            .ElementAt((rows.Sum(row => row.Networks.Count) - 1) / 2);
        var shown = Math.Min(network.Mistakes.Count, (AnsiConsole.Profile.Width + Gap) / (DigitsData.Side + Gap));
        // Shades of grey need more than the sixteen colors of old terminals.
        if (AnsiConsole.Profile.Capabilities.ColorSystem < ColorSystem.EightBit || shown == 0)
            return;

        var count = network.Mistakes.Count;
        AnsiConsole.MarkupLine(
            $"[grey]What seed {network.Seed} takes for another digit: {count} of {data.Test.Count}[/]" +
            (shown < count ? $"[grey], here {shown}[/]" : ""));
        var grid = new Grid();
        for (var i = 0; i < shown; i++)
            grid.AddColumn(new GridColumn().NoWrap().Padding(0, 0, i < shown - 1 ? Gap : 0, 0));
        var mistakes = network.Mistakes.Take(shown).ToArray();
        grid.AddRow([.. mistakes.Select(mistake => new Markup(Draw(data.TestPixels, mistake.Row)))]);
        grid.AddRow([.. mistakes.Select(mistake => new Markup(
            $" [green]{mistake.Label}[/] [grey]→[/] [red]{mistake.Prediction}[/]"))]);
        AnsiConsole.Write(grid);
        AnsiConsole.WriteLine();
    }

    private static string Draw(Dataset pixels, int row)
    {
        var digit = pixels.GetRow(row);
        var markup = new StringBuilder();
        for (var y = 0; y < DigitsData.Side; y += 2)
        {
            if (y > 0)
                markup.Append('\n');
            for (var x = 0; x < DigitsData.Side; x++)
            {
                var upper = Grey(digit[y * DigitsData.Side + x]);
                var lower = Grey(digit[(y + 1) * DigitsData.Side + x]);
                markup.Append($"[{upper} on {lower}]▀[/]");
            }
        }

        return markup.ToString();
    }

    private static string Grey(float pixel)
    {
        var level = (int)(28 + pixel / DigitsData.Ink * 212);
        return $"#{level:x2}{level:x2}{level:x2}";
    }
}
