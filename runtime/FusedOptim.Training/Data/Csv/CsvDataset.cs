namespace FusedOptim.Training.Data;

/// <summary>
/// Reads data sets from values that are separated by commas or other characters, in files, streams or texts: a row for each example.
/// <see cref="CsvOptions"/> say what the defaults do not find out.
/// </summary>
/// <remarks>
/// <para>By default the separator is that of line 1, line 1 is a header if none of its values is a number, and the last column is
/// the label, or the target value. Values may be quoted; what is between quotes may have separators, line ends and doubled quotes.
/// White space around values is left out. Numbers are rounded to the nearest of single precision.</para>
/// <para>Labels that are whole numbers from 0 are the numbers of classes. All others are names of classes, in ordinal order, or in
/// the order of numbers if all are numbers: labels from 1 to 3 are three classes.</para>
/// <para>Lines end with CR, LF or both. Empty lines are left out, except between the rows of a file with one column, where they are
/// missing values. A line has fewer than 16,000,000 characters.</para>
/// <para>A file whose name ends in ".gz", or content that begins as gzip does, is decompressed as it is read, in memory that does not
/// depend on its length. One that was cut off is refused. Streams and texts are read from their position to their end, need not be
/// able to seek, and stay open.</para>
/// </remarks>
public static class CsvDataset
{
    /// <summary>Reads features and labels from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How the file is read; the defaults if <see langword="null"/>.</param>
    /// <param name="progress">Receives how far the file has been read, every 4 million characters and at the end.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="InvalidDataException">The file has no examples, or a row has another number of values than the first, a
    /// value that is not a finite number, or a label that is not a class; or the file does not have a column that the options name, or is
    /// not complete. The message names file, line, column and value.</exception>
    /// <exception cref="IOException">The file cannot be read; <see cref="FileNotFoundException"/> if there is
    /// none.</exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    public static Dataset Load(
        string path, CsvOptions? options = null, IProgress<CsvProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Read(path, AnswerKind.Labels, options, progress, cancellationToken);

    /// <summary>Reads features and labels from a stream.</summary>
    /// <param name="stream">A stream that can be read.</param>
    /// <param name="options">How the file is read; the defaults if <see langword="null"/>.</param>
    /// <param name="progress">Receives how far the file has been read, every 4 million characters and at the end.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    /// <inheritdoc cref="Load(string, CsvOptions, IProgress{CsvProgress}, CancellationToken)" path="/exception"/>
    public static Dataset Load(
        Stream stream, CsvOptions? options = null, IProgress<CsvProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Read(stream, AnswerKind.Labels, options, progress, cancellationToken);

    /// <summary>Reads features and labels from a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="options">How the file is read; the defaults if <see langword="null"/>.</param>
    /// <param name="progress">Receives how far the file has been read, every 4 million characters and at the end.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <inheritdoc cref="Load(string, CsvOptions, IProgress{CsvProgress}, CancellationToken)" path="/exception"/>
    public static Dataset Load(
        TextReader text, CsvOptions? options = null, IProgress<CsvProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Read(text, AnswerKind.Labels, options, progress, cancellationToken);

    /// <summary>Reads features and target values, for regression, from a file.</summary>
    /// <inheritdoc cref="Load(string, CsvOptions, IProgress{CsvProgress}, CancellationToken)"/>
    public static Dataset LoadWithTargets(
        string path, CsvOptions? options = null, IProgress<CsvProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Read(path, AnswerKind.Targets, options, progress, cancellationToken);

    /// <summary>Reads features and target values, for regression, from a stream.</summary>
    /// <inheritdoc cref="Load(Stream, CsvOptions, IProgress{CsvProgress}, CancellationToken)"/>
    public static Dataset LoadWithTargets(
        Stream stream, CsvOptions? options = null, IProgress<CsvProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Read(stream, AnswerKind.Targets, options, progress, cancellationToken);

    /// <summary>Reads features and target values, for regression, from a text.</summary>
    /// <inheritdoc cref="Load(TextReader, CsvOptions, IProgress{CsvProgress}, CancellationToken)"/>
    public static Dataset LoadWithTargets(
        TextReader text, CsvOptions? options = null, IProgress<CsvProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Read(text, AnswerKind.Targets, options, progress, cancellationToken);

    /// <summary>Reads features alone, for predictions, from a file. Columns that the options state as label, targets or ignored are left out;
    /// those stated by name need not be there.</summary>
    /// <inheritdoc cref="Load(string, CsvOptions, IProgress{CsvProgress}, CancellationToken)"/>
    public static Dataset LoadUnlabeled(
        string path, CsvOptions? options = null, IProgress<CsvProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Read(path, AnswerKind.None, options, progress, cancellationToken);

    /// <summary>Reads features alone, for predictions, from a stream. Columns that the options state as label, targets or ignored are left out;
    /// those stated by name need not be there.</summary>
    /// <inheritdoc cref="Load(Stream, CsvOptions, IProgress{CsvProgress}, CancellationToken)"/>
    public static Dataset LoadUnlabeled(
        Stream stream, CsvOptions? options = null, IProgress<CsvProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Read(stream, AnswerKind.None, options, progress, cancellationToken);

    /// <summary>Reads features alone, for predictions, from a text. Columns that the options state as label, targets or ignored are left out;
    /// those stated by name need not be there.</summary>
    /// <inheritdoc cref="Load(TextReader, CsvOptions, IProgress{CsvProgress}, CancellationToken)"/>
    public static Dataset LoadUnlabeled(
        TextReader text, CsvOptions? options = null, IProgress<CsvProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Read(text, AnswerKind.None, options, progress, cancellationToken);

    private static Dataset Read(
        string path, AnswerKind kind, CsvOptions? options, IProgress<CsvProgress>? progress, CancellationToken cancellationToken)
    {
        options ??= new CsvOptions();
        using var source = CsvSource.Open(path, options.Encoding);
        return Read(source, kind, options, progress, cancellationToken);
    }

    private static Dataset Read(
        Stream stream, AnswerKind kind, CsvOptions? options, IProgress<CsvProgress>? progress, CancellationToken cancellationToken)
    {
        options ??= new CsvOptions();
        using var source = CsvSource.Open(stream, options.Encoding);
        return Read(source, kind, options, progress, cancellationToken);
    }

    private static Dataset Read(
        TextReader text, AnswerKind kind, CsvOptions? options, IProgress<CsvProgress>? progress, CancellationToken cancellationToken)
    {
        using var source = CsvSource.Open(text);
        return Read(source, kind, options ?? new CsvOptions(), progress, cancellationToken);
    }

    private static Dataset Read(
        CsvSource source, AnswerKind kind, CsvOptions options, IProgress<CsvProgress>? progress, CancellationToken cancellationToken)
    {
        using var rows = new CsvRows(source, options, progress, cancellationToken);
        using var examples = new CsvExamples(rows, options, kind);
        return examples.Read();
    }
}
