using System.Diagnostics;

namespace FusedOptim.Training.Data;

/// <summary>Reads the examples in the rows of a CSV file.</summary>
internal sealed class CsvExamples : IDisposable
{
    private readonly CsvRows _rows;
    private readonly CsvOptions _options;
    private readonly AnswerKind _kind;
    private readonly CsvColumns _columns;
    private readonly CsvLabels? _classes;
    private readonly CsvFeatures _features;
    private readonly RowBlocks<int> _labels = new(1);
    private readonly RowBlocks<float> _targets;
    private bool _isSkipped;

    public CsvExamples(CsvRows rows, CsvOptions options, AnswerKind kind)
    {
        _rows = rows;
        _options = options;
        _kind = kind;
        _columns = CsvColumns.Find(rows, options, kind);
        _features = new CsvFeatures(rows, _columns);
        _targets = new RowBlocks<float>(_columns.Answers.Length);
        _classes = kind == AnswerKind.Labels ? new CsvLabels(rows, options, _columns.Answers[0]) : null;
    }

    /// <summary>Reads all rows.</summary>
    public Dataset Read()
    {
        while (_rows.TryRead())
        {
            if (!_features.HasRoom || !_targets.HasRoom)
                throw _rows.Refusal(Invariant($"there are too many values; a data set can hold {Array.MaxLength}. Split the file."));
            if (TryAdd())
                _rows.RowCount++;
            else
                _isSkipped = true;
        }

        if (_features.Count == 0)
            throw new InvalidDataException(CsvAdvice.NoExamples(_rows, _isSkipped));
        _rows.ReportEnd();
        return MakeDataset();
    }

    public void Dispose()
    {
        _features.Dispose();
        _labels.Dispose();
        _targets.Dispose();
    }

    private Dataset MakeDataset()
    {
        var count = _features.Count;
        var labels = _labels.ToArray();
        var (classCount, classNames) = _classes?.Resolve(labels) ?? (0, null);
        var names = DatasetNames.Default(classCount);
        if (classNames is not null)
            names = names with { Classes = DatasetNames.Copy(classNames, classCount, mayBeEmpty: false, "classes") };
        var features = _features.ToArray(out var featureNames);
        names = names with { Features = featureNames };
        if (_kind == AnswerKind.Targets && _rows.Header is { } header)
            names = names with { Targets = Names(header, _columns.Answers) };
        var targets = _kind == AnswerKind.Targets ? _targets.ToArray() : [];
        return new Dataset(features, labels, targets, count, classCount, names, _features.MissingCount);
    }

    private static IReadOnlyList<string> Names(string[] header, int[] columns) =>
        DatasetNames.Copy([.. columns.Select(column => header[column])], columns.Length, mayBeEmpty: false, "columns");

    private bool TryAdd()
    {
        var missing = _features.Read();
        if (missing > 0 && !TryKeep(_features.FindMissing(), canBeKept: true))
            return false;
        switch (_kind)
        {
            case AnswerKind.Labels:
                var column = _columns.Answers[0];
                var code = _classes!.GetCode(_rows.Current[column].Span);
                if (code == CsvCodes.Missing && !TryKeep(column, canBeKept: false))
                    return false;
                _labels.Next[0] = code;
                _labels.Commit();
                break;
            case AnswerKind.Targets:
                var targets = _targets.Next;
                if (_rows.ReadNumbers(_columns.Answers, targets, isAnswer: true) > 0 &&
                    !TryKeep(_columns.Answers[CsvRows.FindMissing(targets)], canBeKept: false))
                {
                    return false;
                }

                _targets.Commit();
                break;
            case AnswerKind.None:
                break;
            default:
                throw new UnreachableException();
        }

        _features.Commit(missing);
        return true;
    }

    // False for a row that is left out.
    private bool TryKeep(int column, bool canBeKept) => _options.MissingValues switch
    {
        MissingValues.SkipRows => false,
        MissingValues.Keep when canBeKept => true,
        _ => throw _rows.Refusal(
            column, CsvAdvice.MissingValue(_rows.Current[column].Span, canBeKept, column == _rows.ColumnCount - 1)),
    };
}
