using FusedOptim.Generator.Frontend;

namespace FusedOptim.Training.Data;

/// <summary>The columns that are features and answers.</summary>
/// <param name="Features">The features, in their order.</param>
/// <param name="Numbers">The columns of features that are numbers, in the order of the features.</param>
/// <param name="Categories">The columns of features that are categories.</param>
/// <param name="Answers">The label, or the target values in their order; none for features alone.</param>
internal sealed record CsvColumns(CsvFeature[] Features, int[] Numbers, int[] Categories, int[] Answers)
{
    /// <summary>Finds the columns of a file.</summary>
    /// <exception cref="InvalidDataException">The file does not have a column, one is used twice, or there is no column for
    /// features or answers.</exception>
    public static CsvColumns Find(CsvRows rows, CsvOptions options, AnswerKind kind)
    {
        var ignored = FindAll(rows, options.Ignored, isNeeded: kind != AnswerKind.None);
        var categories = FindAll(rows, options.Categories);
        var label = options.Label is { } column ? FindOther(rows, column, isNeeded: kind == AnswerKind.Labels) : null;
        var targets = FindAll(rows, options.Targets, isNeeded: kind == AnswerKind.Targets);
        var features = options.Features is null ? null : FindFeatures(rows, options.Features, categories);
        var answers = kind switch
        {
            AnswerKind.Labels => label is { } stated ? [stated] : FindLast(rows, [.. ignored, .. targets], features),
            AnswerKind.Targets => targets.Length > 0
                ? targets
                : FindLast(rows, [.. ignored, .. label is { } other ? [other] : Array.Empty<int>()], features),
            _ => Array.Empty<int>(),
        };
        HashSet<int> taken = [.. ignored, .. targets, .. answers];
        if (label is { } left)
            taken.Add(left);
        features ??= [.. Enumerable.Range(0, rows.ColumnCount).Where(place => !taken.Contains(place)).Select(place => new CsvFeature(place, null))];
        var read = features.Select(feature => feature.Column).Distinct().ToList();
        if (read.FindIndex(taken.Contains) is >= 0 and var both)
            throw Refusal(rows, $"{rows.Describe(read[both])} is a feature, and also label, target or ignored. State it once.");
        return features.Length > 0
            ? new CsvColumns(features, [.. read.Except(categories)], [.. read.Intersect(categories)], answers)
            : throw rows.Refusal(CsvAdvice.TooFewColumns(rows, kind));
    }

    /// <summary>Gets the categories of a column that features are stated for; <see langword="null"/> for all that there are.</summary>
    public IReadOnlyList<string>? StatedCategories(int column)
    {
        string[] stated = [.. Features.Where(feature => feature.Column == column).Select(feature => feature.Category).OfType<string>()];
        return stated.Length > 0 ? stated : null;
    }

    private static int[] FindLast(CsvRows rows, HashSet<int> taken, CsvFeature[]? features)
    {
        var last = rows.ColumnCount - 1;
        while (last >= 0 && taken.Contains(last))
            last--;
        if (last < 0)
            throw Refusal(rows, "all columns are ignored, and none is left for labels or target values.");
        if (features?.Any(feature => feature.Column == last) == true)
        {
            throw Refusal(rows, $"{rows.Describe(last)}, the last one, is a feature. State the column of the labels by " +
                $"{nameof(CsvOptions.Label)}, or those of target values by {nameof(CsvOptions.Targets)}.");
        }

        return [last];
    }

    // A name such as "color=red" is the feature of a category.
    private static CsvFeature[] FindFeatures(CsvRows rows, IReadOnlyList<CsvColumn> columns, int[] categories)
    {
        var found = new List<CsvFeature>();
        foreach (var column in columns)
        {
            var feature = FindCategory(rows, column, categories) ?? new CsvFeature(FindOther(rows, column, isNeeded: true)!.Value, null);
            if (found.Exists(other => other.Column == feature.Column &&
                (other.Category is null || feature.Category is null || other.Category == feature.Category)))
            {
                throw Refusal(rows, $"{rows.Describe(feature.Column)} is stated twice. State it once.");
            }

            found.Add(feature);
        }

        return [.. found];
    }

    private static CsvFeature? FindCategory(CsvRows rows, CsvColumn column, int[] categories)
    {
        if (rows.Header is not { } header || column.Name is not { } name || header.Contains(name))
            return null;
        foreach (var category in categories)
        {
            var start = header[category] + "=";
            if (name.StartsWith(start, StringComparison.Ordinal))
                return new CsvFeature(category, name[start.Length..]);
        }

        return null;
    }

    private static int[] FindAll(CsvRows rows, IReadOnlyList<CsvColumn> columns, bool isNeeded = true)
    {
        var found = new List<int>();
        foreach (var column in columns)
        {
            if (FindOther(rows, column, isNeeded) is not { } place)
                continue;
            if (found.Contains(place))
                throw Refusal(rows, $"{rows.Describe(place)} is stated twice. State it once.");
            found.Add(place);
        }

        return [.. found];
    }

    // Null for a name that the file does not have, where none is needed.
    private static int? FindOther(CsvRows rows, CsvColumn column, bool isNeeded)
    {
        if (column.Name is not { } name)
        {
            var place = column.Index.GetOffset(rows.ColumnCount);
            return (uint)place < (uint)rows.ColumnCount
                ? place
                : throw Refusal(
                    rows, Invariant($"there is no column {column}; line {rows.FirstLine} has {rows.ColumnCount} columns."));
        }

        if (rows.Header is not { } header)
        {
            return !isNeeded ? null : throw Refusal(
                rows, $"there is no column \"{name}\", because there is no header. State columns by index, such as ^1, or set " +
                Invariant($"{nameof(CsvOptions.Header)} if line {rows.FirstLine} is a header."));
        }

        var index = Array.IndexOf(header, name);
        if (index >= 0)
            return index;
        if (!isNeeded)
            return null;
        var advice = NearestName.Find(name, header) is { } nearest
            ? $"Did you mean \"{nearest}\"?"
            : $"The columns are {CsvAdvice.List(header)}.";
        throw Refusal(rows, $"there is no column \"{name}\". {advice}");
    }

    private static InvalidDataException Refusal(CsvRows rows, string fault) => new($"{rows.Name}: {fault}");
}
