using System.Text.Json;

namespace FusedOptim.Benchmarks;

/// <summary>
/// Results for tools: <c>{"rows": [{"id", "value", "unit", "atMost" or "atLeast", "lowerQuartile",
/// "upperQuartile"}]}</c>.
/// </summary>
internal static class RatioJson
{
    public static void Write(string path, IReadOnlyList<RatioRow> rows)
    {
        using var file = File.Create(path);
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartArray("rows");
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("id", row.Id);
            json.WriteNumber("value", row.Value.Median);
            json.WriteString("unit", row.Unit);
            if (row.AtMost is { } highest)
                json.WriteNumber("atMost", highest);
            if (row.AtLeast is { } lowest)
                json.WriteNumber("atLeast", lowest);
            json.WriteNumber("lowerQuartile", row.Value.Lower);
            json.WriteNumber("upperQuartile", row.Value.Upper);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static IReadOnlyList<RatioRow> Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.GetProperty("rows").EnumerateArray().Select(Row)];
    }

    private static RatioRow Row(JsonElement row) =>
        new(row.GetProperty("id").GetString()!,
            new Quartiles(
                row.GetProperty("lowerQuartile").GetDouble(),
                row.GetProperty("value").GetDouble(),
                row.GetProperty("upperQuartile").GetDouble()),
            row.GetProperty("unit").GetString()!)
        {
            AtMost = row.TryGetProperty("atMost", out var highest) ? highest.GetDouble() : null,
            AtLeast = row.TryGetProperty("atLeast", out var lowest) ? lowest.GetDouble() : null,
        };
}
