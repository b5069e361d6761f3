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
    public void DoubleGoesWherePyTorchGoes(int index, string setting) => Follow<double>(index, setting, "float64", 1e-10);

    /// <summary>The distance of all elements, relative to the norm of the tensor.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void FloatStaysClose(int index, string setting) => Follow<float>(index, setting, "float32", 1e-5);

    private static void Follow<T>(int index, string setting, string precision, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var parameters = new ParameterSet<T>();
        var tensor = parameters.Add("weight", ParameterKind.Weight, s_recording.Shape(index));
        tensor.View = MatrixView.OfLastTwoDimensions(tensor.Shape);
        Optimizer? optimizer = null;
        try
        {
            s_recording.Follow(index, precision, Step, (step, expected, actual) =>
            {
                var distance = Math.Sqrt(expected.Zip(actual, (left, right) => (left - right) * (left - right)).Sum());
                var norm = Math.Sqrt(expected.Sum(value => value * value));
                Assert.True(distance <= tolerance * norm, $"{setting}, step {step}: {distance / norm:E2} of the norm apart");
            });
        }
        finally
        {
            optimizer?.Dispose();
        }

        void Step(double[] parameter, double[] gradient)
        {
            if (optimizer is null)
            {
                Copy(parameter, tensor.Values);
                optimizer = Optimizer.Create(parameters, Rule<T>(s_recording.Options(index)));
            }

            Copy(gradient, tensor.Gradients);
            optimizer.Step();
            for (var i = 0; i < parameter.Length; i++)
                parameter[i] = double.CreateChecked(tensor.Values[i]);
        }
    }

    private static void Copy<T>(double[] source, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < source.Length; i++)
            destination[i] = T.CreateChecked(source[i]);
    }

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
