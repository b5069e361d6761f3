using System.Globalization;

namespace FusedOptim.Benchmarks;

/// <summary>Results for people: aligned columns of plain text.</summary>
internal static class RatioTable
{
    public static void Write(TextWriter output, RatioGroup group, GroupResult result)
    {
        output.WriteLine($"{group.Name}: {group.Description}");
        foreach (var (setting, timings) in result.Timings)
        {
            output.WriteLine();
            var rows = timings.Select(timing => (string[])
                [timing.Name, Number(timing.Quartiles.Median), Spread(timing.Quartiles), $"{timing.Samples.Length}"]);
            WriteColumns(output, [setting, "median", "middle half", "samples"], rows);
        }

        output.WriteLine();
        if (result.Rows.Count > 0)
        {
            WriteColumns(
                output, ["figure", "median", "middle half", "unit", "bound", ""],
                result.Rows.Select(row => (string[])
                    [row.Id, Number(row.Value.Median), Spread(row.Value), row.Unit, Bound(row), Verdict(row)]));
        }

        foreach (var note in result.Notes)
            output.WriteLine($"  note: {note}");
        output.WriteLine();
    }

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) switch { 0 => "0", >= 100 => "0", >= 10 => "0.0", _ => "0.000" },
            CultureInfo.InvariantCulture);

    private static string Spread(Quartiles value) =>
        value.Lower == value.Upper ? "" : $"{Number(value.Lower)} to {Number(value.Upper)}";

    private static string Bound(RatioRow row) => row switch
    {
        { AtMost: { } bound } => $"at most {Number(bound)}",
        { AtLeast: { } bound } => $"at least {Number(bound)}",
        _ => "",
    };

    private static string Verdict(RatioRow row) => row switch
    {
        { AtMost: null, AtLeast: null } => "information",
        { IsMissed: true, IsNoisy: true } => "MISSED, noisy",
        { IsMissed: true } => "MISSED",
        { IsNoisy: true } => "met, noisy",
        _ => "met",
    };

    private static void WriteColumns(TextWriter output, string[] header, IEnumerable<string[]> body)
    {
        string[][] rows = [header, .. body];
        var widths = header.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            // The second and the third column hold numbers.
            var cells = row.Select((cell, column) =>
                column is 1 or 2 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            output.WriteLine("  " + string.Join("  ", cells).TrimEnd());
        }
    }
}
