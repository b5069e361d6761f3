using System.Globalization;
using System.Text;
using FusedOptim.Training.Collections;

namespace FusedOptim.Training.Checking;

/// <summary>What <see cref="GradientCheck"/> found.</summary>
/// <param name="Comparisons">A comparison for each parameter, in the order of adding, and last one for the inputs.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Distance">How far parameters were moved: h.</param>
/// <param name="ResolvedSize">r, the size of derivatives that differences of this loss resolve to seven digits: 10⁷ times the
/// rounding errors of the loss over h. Errors of smaller derivatives are relative to it.</param>
public sealed record GradientReport(
    IReadOnlyList<GradientComparison> Comparisons, double Loss, double Distance, double ResolvedSize)
{
    private static readonly string[] Headings =
        ["derivatives by", "shape", "kinks", "relative error", "worst element", "backpropagation", "differences"];

    /// <summary>A comparison for each parameter, in the order of adding, and last one for the inputs.</summary>
    public IReadOnlyList<GradientComparison> Comparisons { get; init => field = ValueList<GradientComparison>.Of(value); } =
        ValueList<GradientComparison>.Of(Comparisons);

    /// <summary>The largest relative error; NaN if one is.</summary>
    public double RelativeError => Comparisons.Select(comparison => comparison.RelativeError).Aggregate(0.0, Math.Max);

    /// <summary>The largest relative error of a single element (<see cref="GradientComparison.ElementwiseError"/>); NaN if one
    /// is.</summary>
    public double ElementwiseError => Comparisons.Select(comparison => comparison.ElementwiseError).Aggregate(0.0, Math.Max);

    /// <summary>The comparison of a parameter, or of "inputs".</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public GradientComparison this[string name] =>
        Comparisons.FirstOrDefault(comparison => comparison.Name == name)
        ?? throw new KeyNotFoundException($"The report has no '{name}'.");

    /// <summary>Whether all relative errors are at most a tolerance.</summary>
    /// <param name="tolerance">The tolerance.</param>
    public bool Passes(double tolerance = 1e-7) => RelativeError <= tolerance;

    /// <summary>A table with a row for each comparison.</summary>
    public override string ToString()
    {
        var rows = new List<string[]> { Headings };
        rows.AddRange(Comparisons.Select(comparison => new[]
        {
            comparison.Name, comparison.Shape.ToString(), Invariant($"{comparison.KinkCount}"), Text(comparison.RelativeError, "0.0e+00"),
            comparison.WorstElement, Text(comparison.WorstGradient, "0.0000000000e+00"),
            Text(comparison.WorstDifference, "0.0000000000e+00"),
        }));
        int[] widths = [.. Headings.Select((_, column) => rows.Max(row => row[column].Length))];

        var text = new StringBuilder();
        foreach (var row in rows)
        {
            // Names to the left, numbers to the right.
            var cells = row.Select((cell, i) => i < 2 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }

        var kinks = Comparisons.Sum(comparison => comparison.KinkCount);
        if (kinks > 0)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{kinks} derivatives were not compared: the loss has a kink within {2 * Distance} of them, such as that of " +
                $"ReLU at 0. Other examples, another seed or a smaller distance leave fewer.\n");
        }

        return text.ToString();
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
