using System.Text.Json;
using FusedOptim.TorchTests.Harness;
using TorchSharp;
using static TorchSharp.torch;

namespace FusedOptim.TorchTests.Recordings;

/// <summary>
/// libtorch computes what tests/recordings has. <c>FUSEDOPTIM_RECORD=1</c> writes the files again.
/// </summary>
public sealed class RecordingTests
{
    [Fact]
    public void AdafactorIsWhatLibtorchComputes() => Check(RecordingFiles.Adafactor);

    [Fact]
    public void MuonIsWhatLibtorchComputes() => Check(RecordingFiles.Muon);

    private static void Check(RecordingFile file)
    {
        using var noGradients = no_grad();
        var text = file.Record();
        if (Environment.GetEnvironmentVariable("FUSEDOPTIM_RECORD") == "1")
            File.WriteAllText(file.Path, text);
        using var expected = JsonDocument.Parse(File.ReadAllText(file.Path));
        using var actual = JsonDocument.Parse(text);
        var cases = expected.RootElement.GetProperty("cases").EnumerateArray().ToList();
        Assert.Equal(cases.Count, actual.RootElement.GetProperty("cases").GetArrayLength());
        foreach (var (left, right) in cases.Zip(actual.RootElement.GetProperty("cases").EnumerateArray()))
        {
            foreach (var property in left.EnumerateObject())
            {
                if (!property.Name.StartsWith("float", StringComparison.Ordinal))
                {
                    Assert.Equal(property.Value.GetRawText(), right.GetProperty(property.Name).GetRawText());
                    continue;
                }

                // Other processors sum in another order.
                var tolerance = property.Name.StartsWith("float64", StringComparison.Ordinal) ? 1e-12 : 1e-5;
                foreach (var list in property.Value.EnumerateObject())
                {
                    var distance = Differences.Greatest(
                        Numbers(list.Value), Numbers(right.GetProperty(property.Name).GetProperty(list.Name)));
                    Assert.True(
                        distance <= tolerance,
                        $"{left.GetProperty("shape").GetRawText()}, {property.Name}, {list.Name}: {distance:E2} apart");
                }
            }
        }
    }

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];
}
