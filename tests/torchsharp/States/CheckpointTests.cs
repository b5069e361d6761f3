using FusedOptim.Rules;
using FusedOptim.TorchTests.Harness;
using FusedOptim.Training.Safetensors;
using static TorchSharp.torch;

namespace FusedOptim.TorchTests.States;

/// <summary>States in files of the optimizer itself.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void ARunContinuesWithTheSameBits()
    {
        using var expected = new Model(ScalarType.Float32);
        using var actual = new Model(ScalarType.Float32);
        using var reference = Create(expected);
        Run(expected, reference, 0);
        using (var begun = Create(actual))
        {
            Run(actual, begun, 0);
            begun.Save(_path);
        }

        using var optimizer = Create(actual);
        optimizer.Load(_path);
        Assert.Equal(reference.Groups[0].LearningRate, optimizer.Groups[0].LearningRate);
        Run(expected, reference, 10);
        Run(actual, optimizer, 10);
        Assert.Equal(expected.Values(), actual.Values());
    }

    [Fact]
    public void TheFileHasTheKeysOfPyTorch()
    {
        using var model = new Model(ScalarType.Float32);
        using var optimizer = FusedOptimizer.Create(model.Parameters, new AdamW());
        Run(model, optimizer, 0);
        optimizer.Save(_path);
        using (var file = SafetensorsFile.Open(_path))
        {
            Assert.Equal(16 * 6, file["first.weight.exp_avg"].ElementCount);
            Assert.NotNull(file.Find("last.bias.exp_avg_sq"));
            Assert.NotNull(file.Find("last.bias.step"));
        }

        // Which the import reads.
        using var other = new Model(ScalarType.Float32);
        using var next = FusedOptimizer.Create(other.Parameters, new AdamW());
        next.Import(_path);
        Assert.Equal(10, next.Optimizers[0].StepCount);
    }

    [Fact]
    public void AFileOfAnotherViewIsRefused()
    {
        using var parameter = new TorchSharp.Modules.Parameter(ones(12, 4));
        using (var saved = Create(3))
        {
            saved.Optimizers[0].WriteState(saved.Optimizers[0].Groups[0].Parameters[0], "row_sum", [.. Enumerable.Range(0, 12)]);
            saved.Save(_path);
        }

        using var same = Create(3);
        same.Load(_path);
        var rows = new float[12];
        same.Optimizers[0].ReadState(same.Optimizers[0].Groups[0].Parameters[0], "row_sum", rows);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (float)i), rows);
        using var other = Create(2);
        Assert.Contains(
            "has the view 3 × 4 × 4, here the view 2 × 6 × 4", Assert.Throws<InvalidDataException>(() => other.Load(_path)).Message,
            StringComparison.Ordinal);

        FusedOptimizer Create(int parts) => FusedOptimizer.Create(
            [("fused", parameter)], new Tests.VectorRule<Tests.RowsAndColumns>(), view: (_, shape) => MatrixView.Of(shape).Split(parts));
    }

    [Fact]
    public void AModelOfSeveralElementTypesIsOneFile()
    {
        using var single = new Model(ScalarType.Float32);
        using var wide = new Model(ScalarType.Float64);
        (string, TorchSharp.Modules.Parameter)[] parameters =
        [
            .. single.Parameters.Select(named => ("single." + named.Name, named.Parameter)),
            .. wide.Parameters.Select(named => ("wide." + named.Name, named.Parameter)),
        ];
        using (var begun = FusedOptimizer.Create(parameters, new AdamW(0.5)))
        {
            single.Backward(0);
            begun.Groups[0].LearningRate = 0.25;
            begun.step();
            wide.Backward(0);
            begun.step();
            begun.Save(_path);
        }

        using var optimizer = FusedOptimizer.Create(parameters, new AdamW(0.5));
        optimizer.Load(_path);
        Assert.Equal(0.25, optimizer.Groups[0].LearningRate);
        Assert.Equal([2, 2], optimizer.Optimizers.Select(core => core.StepCount));
        Assert.Equal([2, 1], optimizer.Optimizers.Select(core => core.GetStepCount(core.Groups[0].Parameters[0])));
    }

    [Fact]
    public void AFileOfAnotherRuleIsRefused()
    {
        using var model = new Model(ScalarType.Float32);
        using (var adam = FusedOptimizer.Create(model.Parameters, new Adam()))
            adam.Save(_path);
        using var lion = FusedOptimizer.Create(model.Parameters, new Lion());
        Assert.Contains("with the rule 'Adam'", Assert.Throws<InvalidDataException>(() => lion.Load(_path)).Message, StringComparison.Ordinal);
    }

    private static FusedOptimizer Create(Model model) => FusedOptimizer.Create(
        model.Parameters,
        (name, parameter) => new NAdam(1e-3) { WeightDecay = FusedOptimizer.KindOf(name, parameter) == ParameterKind.Weight ? 0.1 : 0 });

    private static void Run(Model model, FusedOptimizer optimizer, int first)
    {
        for (var step = 0; step < 10; step++)
        {
            optimizer.zero_grad();
            model.Backward(first + step);
            optimizer.step();
            optimizer.Groups[0].LearningRate *= 0.95;
        }
    }
}
