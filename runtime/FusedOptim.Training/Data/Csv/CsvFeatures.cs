namespace FusedOptim.Training.Data;

/// <summary>The features of the examples in a CSV file: numbers, and for each category of a text a feature that is 1 for the category
/// and 0 for others.</summary>
internal sealed class CsvFeatures : IDisposable
{
    private readonly CsvRows _rows;
    private readonly CsvColumns _columns;
    private readonly CsvCodes[] _categories;
    // Numbers, and after them the codes of categories.
    private readonly RowBlocks<float> _values;

    public CsvFeatures(CsvRows rows, CsvColumns columns)
    {
        _rows = rows;
        _columns = columns;
        _categories = [.. columns.Categories.Select(column =>
            new CsvCodes(rows, column, "category", columns.StatedCategories(column), nameof(CsvOptions.Features)))];
        _values = new RowBlocks<float>(columns.Numbers.Length + columns.Categories.Length);
    }

    /// <summary>Gets the number of examples.</summary>
    public int Count => _values.Count;

    /// <summary>Gets whether there can be one more example.</summary>
    public bool HasRoom => _values.HasRoom;

    /// <summary>Gets the number of features that are missing.</summary>
    public int MissingCount { get; private set; }

    /// <summary>Reads the features of the current row, which count when they are committed.</summary>
    /// <returns>The number of values that are missing.</returns>
    public int Read()
    {
        var values = _values.Next;
        var missing = _rows.ReadNumbers(_columns.Numbers, values, isAnswer: false);
        for (var i = 0; i < _categories.Length; i++)
        {
            var code = _categories[i].GetCode(_rows.Current[_categories[i].Column].Span);
            missing += code == CsvCodes.Missing ? 1 : 0;
            values[_columns.Numbers.Length + i] = code == CsvCodes.Missing ? float.NaN : code;
        }

        return missing;
    }

    /// <summary>Gets the column of the first value of the current row that is missing.</summary>
    public int FindMissing()
    {
        var place = CsvRows.FindMissing(_values.Next);
        return place < _columns.Numbers.Length ? _columns.Numbers[place] : _columns.Categories[place - _columns.Numbers.Length];
    }

    /// <summary>Counts the features of the current row.</summary>
    /// <param name="missing">The number of values that are missing.</param>
    public void Commit(int missing)
    {
        MissingCount += missing;
        _values.Commit();
    }

    /// <summary>Moves all features to an array.</summary>
    /// <param name="names">The names of the features; none without a header.</param>
    /// <exception cref="InvalidDataException">There are too many categories.</exception>
    public float[] ToArray(out IReadOnlyList<string> names)
    {
        var (count, width) = (_values.Count, _columns.Numbers.Length + _columns.Categories.Length);
        foreach (var category in _categories)
        {
            if (category.AreTooMany(count))
            {
                throw new InvalidDataException(
                    Invariant($"{_rows.Name}, {_rows.Describe(category.Column)}: there are {category.Texts.Count} different texts in ") +
                    Invariant($"{count} rows, which would be as many features. Ignore the column."));
            }
        }

        var features = Lay();
        names = _rows.Header is null ? [] : DatasetNames.Copy(Names(features), features.Count, mayBeEmpty: false, "columns");
        var values = _values.ToArray();
        return _categories.Length == 0 ? values : Expand(values, count, width, features);
    }

    public void Dispose() => _values.Dispose();

    private float[] Expand(float[] values, int count, int width, List<Place> features)
    {
        if ((long)count * features.Count > Array.MaxLength)
        {
            throw new InvalidDataException(
                Invariant($"{_rows.Name}: {count} rows have {features.Count} features with all categories; a data set can hold ") +
                Invariant($"{Array.MaxLength} features. Ignore columns with many categories."));
        }

        MissingCount = 0;
        var expanded = new float[count * features.Count];
        for (var (row, i) = (0, 0); row < count; row++)
        {
            foreach (var feature in features)
            {
                var value = values[row * width + feature.Slot];
                MissingCount += float.IsNaN(value) ? 1 : 0;
                expanded[i++] = feature.Code < 0 || float.IsNaN(value) ? value : value == feature.Code ? 1 : 0;
            }
        }

        return expanded;
    }

    private List<Place> Lay()
    {
        var features = new List<Place>();
        foreach (var (column, category) in _columns.Features)
        {
            var slot = Array.IndexOf(_columns.Numbers, column);
            if (slot >= 0)
            {
                features.Add(new Place(column, slot, -1));
                continue;
            }

            var place = Array.IndexOf(_columns.Categories, column);
            var codes = _categories[place];
            var texts = codes.Texts.ToList();
            foreach (var code in category is null ? Order(texts) : [texts.IndexOf(category)])
                features.Add(new Place(column, _columns.Numbers.Length + place, code));
        }

        return features;
    }

    // Numbers in the order of numbers, as labels are.
    private IEnumerable<int> Order(List<string> texts)
    {
        var numbers = new long[texts.Count];
        var areNumbers = true;
        for (var i = 0; i < numbers.Length; i++)
            areNumbers &= _rows.Numbers.TryReadWhole(texts[i], out numbers[i]);
        var codes = Enumerable.Range(0, texts.Count);
        return areNumbers
            ? codes.OrderBy(code => numbers[code]).ThenBy(code => texts[code], StringComparer.Ordinal)
            : codes.OrderBy(code => texts[code], StringComparer.Ordinal);
    }

    private string[] Names(List<Place> features)
    {
        var header = _rows.Header!;
        var known = new HashSet<string>(StringComparer.Ordinal);
        return [.. features.Select(feature =>
        {
            var name = header[feature.Column];
            if (feature.Code >= 0)
                name = $"{name}={_categories[Array.IndexOf(_columns.Categories, feature.Column)].Texts[feature.Code]}";
            while (!known.Add(name))
                name += Invariant($" (column {feature.Column + 1})");
            return name;
        })];
    }

    // Code is negative for numbers.
    private readonly record struct Place(int Column, int Slot, int Code);
}
