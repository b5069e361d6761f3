using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FusedOptim.Training.Files;

namespace FusedOptim.Training.Tuning;

/// <summary>
/// The trials of a search in a file of JSON lines: the search first, then a line for each trial. The file is replaced as a whole after
/// each trial, so that it is never half written.
/// </summary>
internal sealed partial class SearchFile
{
    private const string Format = "FusedOptim search";
    private const int Version = 1;

    private readonly string _path;
    private readonly FileSystem _files;
    private readonly StringBuilder _text = new();
    private readonly List<SavedTrial> _saved = [];
    private int _taken;

    /// <summary>Opens the file of a search, or creates it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="search">The search.</param>
    /// <param name="space">Its space.</param>
    /// <param name="files">The file system.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or of another search.</exception>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public SearchFile(string path, HyperparameterSearch search, SearchSpace space, FileSystem files)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        (_path, _files) = (Path.GetFullPath(path), files);
        var header = new SavedSearch(Format, Version, DescribeSearch(search),
            [.. space.Origin is null ? [] : new[] { Describe(space.Origin) }, .. space.Dimensions.Select(Describe)]);
        if (File.Exists(_path))
        {
            Read(header);
            return;
        }

        // Now, not when the first trial has been paid for.
        AddLine(JsonSerializer.Serialize(header, SearchFileContext.Default.SavedSearch));
        Write();
    }

    /// <summary>Takes the next trial that the file has.</summary>
    /// <returns>The trial; <see langword="null"/> after the last one.</returns>
    /// <exception cref="InvalidDataException">The file has a trial of another point or budget.</exception>
    public SearchTrial? Take(SearchPoint point, int budget)
    {
        if (_taken == _saved.Count)
            return null;
        var saved = _saved[_taken++];
        if (saved.Budget == budget && saved.Point.Count == point.Values.Count && saved.Point.All(
            pair => point.Values.TryGetValue(pair.Key, out var value) && value.Equals(pair.Value)))
        {
            return new SearchTrial(point, saved.Score, budget) { Curve = saved.Curve, WasGivenUp = saved.WasGivenUp };
        }

        var other = string.Join(", ", saved.Point.Select(pair => Invariant($"{pair.Key} = {pair.Value}")));
        throw new InvalidDataException(
            Invariant($"Trial {_taken} of '{_path}' is of the point {other} with the budget {saved.Budget}; the search tries {point} ") +
            Invariant($"with the budget {budget}. The file was changed. Use another file to start the search again."));
    }

    /// <summary>Adds a trial.</summary>
    /// <exception cref="IOException">The file cannot be written; it has the trials before.</exception>
    public void Add(SearchTrial trial)
    {
        var saved = new SavedTrial(new(trial.Point.Values), trial.Budget, trial.Score, trial.WasGivenUp, [.. trial.Curve]);
        AddLine(JsonSerializer.Serialize(saved, SearchFileContext.Default.SavedTrial));
        Write();
    }

    private void Read(SavedSearch expected)
    {
        var lines = File.ReadAllLines(_path);
        if (lines.Length == 0)
            throw new InvalidDataException($"'{_path}' is empty; the file of a search has at least one line.");
        var header = Parse(lines, 0, line => JsonSerializer.Deserialize(line, SearchFileContext.Default.SavedSearch));
        if (header.Format != Format || header.Version != Version)
        {
            throw new InvalidDataException(
                Invariant($"'{_path}' is '{header.Format}', version {header.Version}; it must be '{Format}', version {Version}."));
        }

        CheckSame(header.Search, expected.Search);
        for (var i = 0; i < Math.Max(header.Space.Count, expected.Space.Count); i++)
            CheckSame(header.Space.ElementAtOrDefault(i), expected.Space.ElementAtOrDefault(i));
        AddLine(lines[0]);
        for (var i = 1; i < lines.Length; i++)
        {
            _saved.Add(Parse(lines, i, line => JsonSerializer.Deserialize(line, SearchFileContext.Default.SavedTrial)));
            AddLine(lines[i]);
        }
    }

    private T Parse<T>(string[] lines, int index, Func<string, T?> parse)
        where T : class
    {
        try
        {
            return parse(lines[index]) ?? throw new JsonException("The value is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                Invariant($"Line {index + 1} of '{_path}' is not a line of the file of a search: {exception.Message}"), exception);
        }
    }

    private void CheckSame(string? saved, string? expected)
    {
        if (saved == expected)
            return;
        throw new InvalidDataException(
            $"'{_path}' has the trials of another search. It has {saved ?? "nothing"} where this search has {expected ?? "nothing"}. " +
            "Resume with the same space, seed and settings, or use another file.");
    }

    private void AddLine(string line) => _text.Append(line).Append('\n');

    private void Write() =>
        AtomicFile.Write(_path, file => _files.Write(file, Encoding.UTF8.GetBytes(_text.ToString()), 0), _files);

    private static string DescribeSearch(HyperparameterSearch search) =>
        search.CanBeExtended ? TrialCount().Replace(Describe(search), "") : Describe(search);

    [GeneratedRegex(@"\bTrials = [0-9]+, ", RegexOptions.CultureInvariant)]
    private static partial Regex TrialCount();

    // Records print all that they are equal by, but numbers as the culture has them.
    private static string Describe(object record)
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            return record.ToString()!;
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
