using System.Text;
using FusedOptim.Training.Collections;

namespace FusedOptim.Training.Data;

/// <summary>The settings for reading a CSV file. Everything has a default that suits most files.</summary>
public sealed record CsvOptions
{
    /// <summary>The default of <see cref="MissingMarkers"/>.</summary>
    public static IReadOnlyList<string> DefaultMissingMarkers { get; } = new ValueList<string>(
        ["NA", "N/A", "#N/A", "<NA>", "NaN", "null", "none", "nil", "-", "?", "."]);

    /// <summary>Whether the first line is a header with the names of the columns; by default <see langword="null"/>: it is one if none
    /// of its values is a number or a missing value such as "NA". Set it to false where an example may consist of texts alone.</summary>
    public bool? Header { get; init; }

    /// <summary>The character between values: a printable ASCII character, other than quote and '#', or a tab; by default
    /// <see langword="null"/>: the one in a first line such as "sep=;", which Excel writes and which is left out, or else of semicolon,
    /// tab, vertical bar and comma the one that line 1 has most of.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The character cannot be a separator.</exception>
    public char? Separator
    {
        get;
        init
        {
            if (value is { } stated && (stated is '"' or '#' || stated != '\t' && stated is < ' ' or > '~'))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(Separator), value,
                    Invariant($"Separator is U+{(int)stated:X4}; it must be a tab, or a printable ASCII character other than quote and #."));
            }

            field = value;
        }
    }

    /// <summary>Whether numbers have a decimal comma, as in "1,5"; by default a point. Values are then separated by another character,
    /// or quoted.</summary>
    public bool DecimalComma { get; init; }

    /// <summary>The character that comments start with, at the start of a line; by default <see langword="null"/>: there are no
    /// comments.</summary>
    public char? Comment { get; init; }

    /// <summary>The encoding of a file or stream without a byte order mark; by default UTF-8. A byte order mark of UTF-8 or UTF-16
    /// is recognized.</summary>
    public Encoding Encoding
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Encoding));
            field = value;
        }
    } = Encoding.UTF8;

    /// <summary>The column of labels; by default <see langword="null"/>: the last column that is not ignored.</summary>
    public CsvColumn? Label { get; init; }

    /// <summary>The columns of target values; by default none are stated: the last column that is not ignored.</summary>
    public IReadOnlyList<CsvColumn> Targets { get; init => field = ValueList<CsvColumn>.Of(value); } = ValueList<CsvColumn>.Empty;

    /// <summary>The columns of features, in the order of the features; by default <see langword="null"/>: all columns that are not
    /// label, targets or ignored, in the order of the file.</summary>
    public IReadOnlyList<CsvColumn>? Features
    {
        get;
        init => field = value is null ? null : ValueList<CsvColumn>.Of(value);
    }

    /// <summary>The columns of features that are texts; by default none. Each of their texts becomes a feature that is 1 for the text
    /// and 0 for others, with a name such as "color=red", in the order of the texts. <see cref="Features"/> may have such names:
    /// <see cref="Dataset.FeatureNames"/> of the training data give another file the same features.</summary>
    public IReadOnlyList<CsvColumn> Categories { get; init => field = ValueList<CsvColumn>.Of(value); } = ValueList<CsvColumn>.Empty;

    /// <summary>The columns that are not read; by default none.</summary>
    public IReadOnlyList<CsvColumn> Ignored { get; init => field = ValueList<CsvColumn>.Of(value); } = ValueList<CsvColumn>.Empty;

    /// <summary>The names of the classes in their order, such as <see cref="Dataset.ClassNames"/> of the training data; by default
    /// <see langword="null"/>: they are found in the file.</summary>
    /// <exception cref="ArgumentException">There are none, one is empty, or two are equal.</exception>
    public IReadOnlyList<string>? ClassNames
    {
        get;
        init => field = value is null
            ? null
            : DatasetNames.Copy(value, Math.Max(1, value.Count), mayBeEmpty: false, nameof(ClassNames));
    }

    /// <summary>The treatment of missing values; by default the file is refused.</summary>
    public MissingValues MissingValues { get; init; }

    /// <summary>The texts that mean that a value is missing, besides empty values; without regard to case. Numbers, such as "-999", are
    /// compared as numbers.</summary>
    public IReadOnlyList<string> MissingMarkers { get; init => field = ValueList<string>.Of(value); } = DefaultMissingMarkers;
}
