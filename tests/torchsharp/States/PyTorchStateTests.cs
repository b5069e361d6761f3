using System.Text.Json;
using FusedOptim.Rules;
using FusedOptim.Generator.Tests.Harness;
using FusedOptim.TorchTests.Harness;
using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;
using static TorchSharp.torch;

namespace FusedOptim.TorchTests.States;

/// <summary>
/// Runs of PyTorch's optimizers continue: with the files that the function of docs/torchsharp.md wrote in PyTorch
/// (tests/recordings/record_pytorch_state.py).
/// </summary>
public sealed class PyTorchStateTests
{
    private static readonly long[][] s_shapes = [[2, 3], [2]];
    private static readonly string[] s_names = ["weight", "bias"];

    private static readonly Dictionary<string, IUpdateRule> s_rules = new()
    {
        ["SGD"] = new HeavyBall(0.05, 0.9) { WeightDecay = 0.01 },
        ["Adam"] = new Adam(0.01),
        ["AdamW"] = new AdamW(0.01, WeightDecay: 0.1),
        ["RMSprop"] = new RmsProp(0.01),
        ["Adagrad"] = new AdaGrad(0.1),
        ["NAdam"] = new NAdam(0.01),
    };

    public static TheoryData<string> Names => [.. s_rules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void ARunOfPyTorchContinues(string name)
    {
        using var recording = JsonDocument.Parse(
            File.ReadAllText(Repository.PathOf("tests", "recordings", "pytorch_state.json")));
        var steps = recording.RootElement.GetProperty("steps").GetInt32();
        var recorded = recording.RootElement.GetProperty("cases").EnumerateArray()
            .Single(element => element.GetProperty("optimizer").GetString() == name);
        var parameters = Parameters([.. recorded.GetProperty("start").EnumerateArray().Select(value => value.GetDouble())]);
        using var optimizer = FusedOptimizer.Create(parameters, s_rules[name]);
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, recorded.GetProperty("states").GetBytesFromBase64());
            optimizer.Import(path);
        }
        finally
        {
            File.Delete(path);
        }

        for (var step = steps; step < 2 * steps; step++)
        {
            SetGradients(parameters, step);
            optimizer.step();
        }

        var expected = recorded.GetProperty("end").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        var actual = parameters.SelectMany(named => named.Parameter.data<double>().ToArray()).ToArray();
        Assert.InRange(Differences.Greatest(expected, actual), 0, 1e-12);
        foreach (var (_, parameter) in parameters)
            parameter.Dispose();
    }

    private static (string Name, TorchParameter Parameter)[] Parameters(double[] values)
    {
        var first = 0;
        return [.. s_names.Zip(s_shapes, (name, shape) =>
        {
            var count = (int)shape.Aggregate((product, length) => product * length);
            first += count;
            return (name, new TorchParameter(tensor(values[(first - count)..first], shape)));
        })];
    }

    // As the script has them.
    private static void SetGradients((string Name, TorchParameter Parameter)[] parameters, int step)
    {
        var element = 0;
        foreach (var (_, parameter) in parameters)
        {
            var values = new double[parameter.numel()];
            for (var i = 0; i < values.Length; i++)
                values[i] = ((7 * step + 13 * element++) % 17 - 8) / 16.0;
            parameter.grad = tensor(values, parameter.shape);
        }
    }
}
