using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FusedOptim.Training.Collections;

namespace FusedOptim.Training.Data;

/// <summary>Names in the metadata of a file: a JSON array with an entry for each, <see langword="null"/> for those that are not
/// known.</summary>
internal static class SavedNames
{
    private const string NotAnArray = "it is not a JSON array of texts";

    /// <summary>Writes the array.</summary>
    public static string Format(IEnumerable<string?> names)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var name in names)
                json.WriteStringValue(name);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Reads names that are all known.</summary>
    /// <param name="text">The text of a file; <see langword="null"/> where it has none.</param>
    /// <param name="fault">What is wrong with the text; <see langword="null"/> where nothing is.</param>
    /// <returns>The names; empty where there are none, or something is wrong.</returns>
    public static IReadOnlyList<string> Read(string? text, out string? fault)
    {
        fault = null;
        if (text is null)
            return ValueList<string>.Empty;
        string[] names = [.. ReadEntries(text, out fault).Select(entry => entry ?? "")];
        fault ??= FindFault(names);
        return fault is null ? new ValueList<string>(names) : ValueList<string>.Empty;
    }

    /// <summary>Reads the entries of an array.</summary>
    /// <param name="text">The text of a file.</param>
    /// <param name="fault">What is wrong with the text; <see langword="null"/> where nothing is.</param>
    public static string?[] ReadEntries(string text, out string? fault)
    {
        fault = null;
        try
        {
            using var document = JsonDocument.Parse(text);
            return [.. document.RootElement.EnumerateArray().Select(entry => entry.GetString())];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            fault = NotAnArray;
            return [];
        }
    }

    /// <summary>Finds a name that is empty or repeated.</summary>
    /// <returns>What is wrong; <see langword="null"/> where nothing is.</returns>
    public static string? FindFault(IReadOnlyList<string> names)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(names[i]))
                return Invariant($"name {i} is empty");
            if (!places.TryAdd(names[i], i))
                return Invariant($"names {places[names[i]]} and {i} are equal");
        }

        return null;
    }
}
