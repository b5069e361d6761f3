using System.Numerics;
using System.Text.Json;
using FusedOptim.Tests.References;

namespace FusedOptim.Tests.Trajectories;

/// <summary>Steps of a rule beside those that libtorch computed (tests/torchsharp/Recordings).</summary>
internal static class RecordedTrajectory
{
    /// <summary>Fails where the distance of all elements, relative to the norm of the tensor, is above a tolerance at any step.</summary>
    /// <typeparam name="T">The precision of the rule.</typeparam>
    /// <param name="recording">The recording.</param>
    /// <param name="index">The index of the case.</param>
    /// <param name="setting">What the case is called.</param>
    /// <param name="precision">The precision of the recording.</param>
    /// <param name="rule">The rule of the options of the case.</param>
    /// <param name="tolerance">The greatest distance.</param>
    public static void Follow<T>(
        LibtorchRecording recording, int index, string setting, string precision, Func<JsonElement, IUpdateRule> rule, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var parameters = new ParameterSet<T>();
        var tensor = parameters.Add("weight", ParameterKind.Weight, recording.Shape(index));
        tensor.View = MatrixView.OfLastTwoDimensions(tensor.Shape);
        Optimizer? optimizer = null;
        try
        {
            recording.Follow(index, precision, Step, (step, expected, actual) =>
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
                optimizer = Optimizer.Create(parameters, rule(recording.Options(index)));
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
}
