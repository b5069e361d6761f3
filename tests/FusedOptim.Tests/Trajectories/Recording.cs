using System.Text.Json;

namespace FusedOptim.Tests.Trajectories;

/// <summary>Reads the files of tests/recordings, which are copied beside the tests.</summary>
internal static class Recording
{
    public static JsonElement Open(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "recordings", name);
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    public static double[] Doubles(this JsonElement element) =>
        [.. element.EnumerateArray().Select(item => item.GetDouble())];

    public static string String(this JsonElement element, string property) =>
        element.GetProperty(property).GetString()!;

    public static double Double(this JsonElement element, string property) => element.GetProperty(property).GetDouble();

    public static double Double(this JsonElement element, string property, double otherwise) =>
        element.TryGetProperty(property, out var value) ? value.GetDouble() : otherwise;
}
