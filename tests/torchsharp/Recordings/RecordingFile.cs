using System.Text;
using System.Text.Json;
using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.TorchTests.Recordings;

/// <summary>A file of tests/recordings, and the cases that it is made from.</summary>
internal sealed class RecordingFile(string name, string source, RecordedCase[] cases)
{
    private const ulong Seed = 2024;
    private const int Steps = 100;

    private static readonly int[] s_recordedSteps = [1, 2, 10, 50, 100];

    /// <summary>The path of the committed file.</summary>
    public string Path { get; } = Repository.PathOf("tests", "recordings", name);

    /// <summary>Computes all cases, and gives the text of the file.</summary>
    public string Record()
    {
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory, new JsonWriterOptions { Indented = true, IndentSize = 1, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteString("source", source);
            writer.WriteNumber("seed", Seed);
            writer.WriteNumber("steps", Steps);
            writer.WriteStartArray("cases");
            foreach (var recorded in cases)
                recorded.Write(writer, Seed, Steps, s_recordedSteps);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(memory.ToArray()) + "\n";
    }
}
