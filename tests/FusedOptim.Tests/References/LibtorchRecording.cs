using System.Text.Json;
using FusedOptim.Tests.Trajectories;

namespace FusedOptim.Tests.References;

/// <summary>A file of tests/recordings that tests/torchsharp/Recordings computes with libtorch.</summary>
internal sealed class LibtorchRecording(string name)
{
    private readonly JsonElement _document = Recording.Open(name);

    /// <summary>The numbers of the cases, with what they are.</summary>
    public TheoryData<int, string> Cases
    {
        get
        {
            var cases = new TheoryData<int, string>();
            foreach (var (index, item) in _document.GetProperty("cases").EnumerateArray().Index())
                cases.Add(index, item.GetProperty("shape").GetRawText() + JsonSerializer.Serialize(item.GetProperty("options")));
            return cases;
        }
    }

    public int[] Shape(int index) => [.. Case(index).GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())];

    public JsonElement Options(int index) => Case(index).GetProperty("options");

    /// <summary>Steps with the recorded gradients, and shows the recorded parameters of the steps that have them.</summary>
    /// <param name="index">The number of the case.</param>
    /// <param name="precision"><c>float64</c> or <c>float32</c>.</param>
    /// <param name="step">Steps the parameter with a gradient.</param>
    /// <param name="check">Gets the step, the recorded and the stepped parameter.</param>
    public void Follow(int index, string precision, Action<double[], double[]> step, Action<int, double[], double[]> check)
    {
        var steps = (int)_document.Double("steps");
        var count = Shape(index).Aggregate(1, (product, length) => product * length);
        var inputs = new RecordedInputs((ulong)_document.Double("seed"), count, steps);
        var parameter = inputs.Parameter;
        for (var t = 1; t <= steps; t++)
        {
            step(parameter, inputs.Gradient(t));
            if (Case(index).GetProperty(precision).TryGetProperty($"{t}", out var recorded))
                check(t, recorded.Doubles(), parameter);
        }
    }

    /// <summary>A state after the last step in float64.</summary>
    public double[] State(int index, string key) => Case(index).GetProperty("float64_states").GetProperty(key).Doubles();

    private JsonElement Case(int index) => _document.GetProperty("cases")[index];
}
