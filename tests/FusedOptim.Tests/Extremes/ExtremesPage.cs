using System.Globalization;
using System.Text;
using FusedOptim.Rules;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Extremes;

/// <summary>docs/extremes.md: what was run, and a note wherever the result is not right.</summary>
internal static class ExtremesPage
{
    public static IReadOnlyList<ExtremesColumn> Columns { get; } =
    [
        new("ε = 0", ExtremeOutcomes.OfZeroEpsilon),
        new("least ε", ExtremeOutcomes.OfLeastEpsilon),
        new("zero", rule => ExtremeOutcomes.Of(rule, ExtremeInput.Zero)),
        new("constant", rule => ExtremeOutcomes.Of(rule, ExtremeInput.Constant)),
        new("alternating", rule => ExtremeOutcomes.Of(rule, ExtremeInput.Alternating)),
        new("10¹⁹", rule => ExtremeOutcomes.Of(rule, ExtremeInput.Huge)),
        new("10⁻²⁵", rule => ExtremeOutcomes.Of(rule, ExtremeInput.Tiny)),
    ];

    /// <summary>The shipped rules of elements, rows and columns with their defaults, and variants that compute something else.</summary>
    public static IReadOnlyList<(string Name, RuleCase Rule)> Rows { get; } =
    [
        .. ShippedRules.All.Where(rule => !rule.Schema.TakesMatrices)
            .GroupBy(rule => rule.Schema.Name)
            .Select(settings => (settings.Key, settings.First()))
            .Append(("MomentumSgd, Nesterov", new RuleCase(new MomentumSgd { Nesterov = true })))
            .Append(("RmsPropMomentum, centered", new RuleCase(new RmsPropMomentum { Centered = true })))
            .OrderBy(row => row.Item1, StringComparer.Ordinal),
    ];

    /// <summary>Runs every rule and writes the page.</summary>
    /// <param name="mistakes">Receives the cells whose notes are wrong or missing.</param>
    public static string Write(List<string> mistakes)
    {
        var text = new StringBuilder(ExtremesText.Beginning);
        text.Append("| rule | ").AppendJoin(" | ", Columns.Select(column => column.Title)).Append(" |\n");
        text.Append("|---|").Append(string.Concat(Columns.Select(_ => "---|"))).Append('\n');
        foreach (var (name, rule) in Rows)
        {
            text.Append("| ").Append(name).Append(" | ");
            text.AppendJoin(" | ", Columns.Select(column => Cell(name, column, column.Run(rule), mistakes))).Append(" |\n");
        }

        text.Append('\n');
        foreach (var note in ExtremesNote.All)
            text.Append(CultureInfo.InvariantCulture, $"- **{note.Key}** {note.Text}\n");
        return text.Append(ExtremesText.End).ToString();
    }

    private static string Cell(string rule, ExtremesColumn column, ExtremeOutcome outcome, List<string> mistakes)
    {
        var note = ExtremesNote.Find(rule, column.Title);
        var mistake = outcome switch
        {
            ExtremeOutcome.Right when note is not null => $"right, and has the note {note.Key}",
            ExtremeOutcome.NaN when note is not { SaysNaN: true } => "NaN, and no note says so",
            ExtremeOutcome.Differs when note is null => "not right, and has no note",
            _ => null,
        };
        if (mistake is not null)
            mistakes.Add($"{rule}, {column.Title}: {mistake}");
        return outcome switch
        {
            ExtremeOutcome.Absent => "–",
            ExtremeOutcome.Refused => "refused",
            ExtremeOutcome.Right => "right",
            _ => note?.Key ?? "?",
        };
    }
}

/// <summary>A kind of input.</summary>
/// <param name="Title">The head of the column.</param>
/// <param name="Run">Runs a rule on it.</param>
internal sealed record ExtremesColumn(string Title, Func<RuleCase, ExtremeOutcome> Run);
