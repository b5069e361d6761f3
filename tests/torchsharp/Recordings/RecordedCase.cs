using System.Text.Json;
using FusedOptim.Tests.References;
using FusedOptim.TorchTests.Harness;
using static TorchSharp.torch;

namespace FusedOptim.TorchTests.Recordings;

/// <summary>One tensor that an optimizer steps with fixed gradients.</summary>
/// <param name="Shape">The shape of the tensor.</param>
/// <param name="Options">The options of the optimizer, as they are written to the file.</param>
/// <param name="Types">The precisions to record.</param>
/// <param name="Create">Creates the optimizer for a precision.</param>
internal sealed record RecordedCase(
    long[] Shape, object Options, ScalarType[] Types, Func<ScalarType, IRecordedOptimizer> Create)
{
    /// <summary>Writes the case as an object of JSON.</summary>
    public void Write(Utf8JsonWriter writer, ulong seed, int steps, int[] recordedSteps)
    {
        var inputs = new RecordedInputs(seed, (int)Shape.Aggregate(1L, (count, length) => count * length), steps);
        writer.WriteStartObject();
        WriteList(writer, "shape", Shape.Select(length => (double)length));
        writer.WritePropertyName("options");
        writer.WriteRawValue(JsonSerializer.Serialize(Options));
        foreach (var type in Types)
        {
            using var optimizer = Create(type);
            using var parameter = tensor(inputs.Parameter, Shape, type);
            writer.WriteStartObject(Name(type));
            for (var step = 1; step <= steps; step++)
            {
                using var gradient = tensor(inputs.Gradient(step), Shape, type);
                optimizer.Step(parameter, gradient);
                if (recordedSteps.Contains(step))
                    WriteTensor(writer, $"{step}", parameter);
            }

            writer.WriteEndObject();
            writer.WriteStartObject(Name(type) + "_states");
            foreach (var (key, state) in optimizer.States)
                WriteTensor(writer, key, state);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static string Name(ScalarType type) => type == ScalarType.Float64 ? "float64" : "float32";

    private static void WriteTensor(Utf8JsonWriter writer, string name, Tensor tensor)
    {
        var isSingle = tensor.dtype == ScalarType.Float32;
        writer.WritePropertyName(name);
        writer.WriteRawValue($"[{string.Join(", ", Values.Of(tensor).Select(value => isSingle ? $"{(float)value:R}" : $"{value:R}"))}]");
    }

    // One line for each list, and the shortest decimals that read back as the same bits in their precision.
    private static void WriteList(Utf8JsonWriter writer, string name, IEnumerable<double> values)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue($"[{string.Join(", ", values.Select(value => $"{value:R}"))}]");
    }
}
