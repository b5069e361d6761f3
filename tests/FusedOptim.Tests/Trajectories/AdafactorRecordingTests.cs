using System.Numerics;
using System.Text.Json;
using FusedOptim.Rules;
using FusedOptim.Tests.References;

namespace FusedOptim.Tests.Trajectories;

/// <summary>
/// A hundred steps of <see cref="Adafactor"/> beside those of PyTorch's, which libtorch computed (tests/torchsharp/Recordings).
/// </summary>
public class AdafactorRecordingTests
{
    private static readonly LibtorchRecording s_recording = new("libtorch_adafactor.json");

    // A view of one row is a vector to the rule, which PyTorch factors all the same where it is a matrix [1, n]. Both are equal but
    // where the mean of the squares is below ε₁, as it is there.
    private static readonly int[] s_smallRow = [11];

    public static IEnumerable<object[]> Cases => s_recording.Cases.Where(item => !s_smallRow.Contains((int)item[0]));

    [Theory]
    [MemberData(nameof(Cases))]
    public void DoubleGoesWherePyTorchGoes(int index, string setting) =>
        RecordedTrajectory.Follow<double>(s_recording, index, setting, "float64", Rule<double>, 1e-10);

    /// <summary>The distance of all elements, relative to the norm of the tensor.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void FloatStaysClose(int index, string setting) =>
        RecordedTrajectory.Follow<float>(s_recording, index, setting, "float32", Rule<float>, 1e-5);

    // Without an ε₁, PyTorch takes the epsilon of the type.
    private static Adafactor Rule<T>(JsonElement options) => new(
        options.GetProperty("lr").GetDouble(),
        -options.GetProperty("beta2_decay").GetDouble(),
        options.GetProperty("d").GetDouble(),
        options.GetProperty("eps")[0] is { ValueKind: JsonValueKind.Number } epsilon
            ? epsilon.GetDouble()
            : Math.ScaleB(1, typeof(T) == typeof(float) ? -23 : -52),
        options.GetProperty("eps")[1].GetDouble())
    {
        WeightDecay = options.GetProperty("weight_decay").GetDouble(),
    };
}
