using FusedOptim.Rules;
using FusedOptim.TorchTests.Harness;
using FusedOptim.TorchTests.Trajectories;
using FusedOptim.Training.Safetensors;
using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;
using static TorchSharp.torch;

namespace FusedOptim.TorchTests.States;

/// <summary>States of other optimizers, with which a run continues.</summary>
public sealed class ImportTests
{
    private const int StepCount = 15;

    public static TheoryData<string> Names => [.. TorchSharpTests.Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void ARunOfTorchSharpContinues(string name)
    {
        var (theirs, ours) = TorchSharpTests.Cases[name];
        using var expected = new Model(ScalarType.Float64);
        using var actual = new Model(ScalarType.Float64);
        using var reference = theirs(expected.Parameters.Select(named => named.Parameter));
        using var begun = theirs(actual.Parameters.Select(named => named.Parameter));
        Run(expected, reference, 0);
        Run(actual, begun, 0);
        using var optimizer = FusedOptimizer.Create(actual.Parameters, ours);
        optimizer.Import(begun);
        begun.Dispose();
        Run(expected, reference, StepCount);
        Run(actual, optimizer, StepCount);
        Assert.InRange(Differences.Greatest(expected.Values(), actual.Values()), 0, 1e-12);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void StatesOfOtherElementTypesAreTakenOver(ScalarType type)
    {
        using var parameter = new TorchParameter(zeros(70, type));
        using var source = optim.AdamW([parameter]);
        parameter.grad = full(70, 0.5f, type);
        source.step();
        var expected = ((TorchSharp.Modules.AdamW.State)((TorchSharp.Modules.OptimizerHelper)source).state_dict().State.Single()).exp_avg;
        using var optimizer = FusedOptimizer.Create([("weight", parameter)], new AdamW());
        optimizer.Import(source);
        var actual = new float[70];
        var core = optimizer.Optimizers[0];
        core.ReadState(core.Groups[0].Parameters[0], "exp_avg", actual);
        Assert.Equal(Values.Of(expected), actual.Select(value => (double)value));
        Assert.Equal(1, core.StepCount);
    }

    [Fact]
    public void AFileOfPyTorchContinues()
    {
        using var expected = new Model(ScalarType.Float32);
        using var actual = new Model(ScalarType.Float32);
        using var reference = FusedOptimizer.Create(expected.Parameters, new AdamW());
        using var begun = FusedOptimizer.Create(actual.Parameters, new AdamW());
        Run(expected, reference, 0);
        Run(actual, begun, 0);
        var path = Path.GetTempFileName();
        try
        {
            // As PyTorch has it: the number of steps is a tensor of single precision.
            var writer = new SafetensorsWriter();
            foreach (var parameter in begun.Optimizers[0].Groups[0].Parameters.Cast<Parameter<float>>())
            {
                writer.Add<float>($"{parameter.Name}.step", [], new float[] { StepCount });
                foreach (var key in (string[])["exp_avg", "exp_avg_sq"])
                    writer.Add<float>($"{parameter.Name}.{key}", [parameter.Count], begun.Optimizers[0].GetState(parameter, key).ToArray());
            }

            writer.Save(path);
            begun.Dispose();
            using var optimizer = FusedOptimizer.Create(actual.Parameters, new AdamW());
            optimizer.Import(path);
            Run(expected, reference, StepCount);
            Run(actual, optimizer, StepCount);
            Assert.Equal(expected.Values(), actual.Values());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void AFileWithoutAStateIsRefusedAndNothingIsSet()
    {
        using var model = new Model(ScalarType.Float32);
        using var optimizer = FusedOptimizer.Create(model.Parameters, new AdamW());
        var path = Path.GetTempFileName();
        try
        {
            var writer = new SafetensorsWriter();
            foreach (var (name, parameter) in model.Parameters)
            {
                writer.Add<float>($"{name}.exp_avg", [parameter.numel()], Enumerable.Repeat(1f, (int)parameter.numel()).ToArray());
                if (name != "last.bias")
                    writer.Add<float>($"{name}.exp_avg_sq", [parameter.numel()], Enumerable.Repeat(1f, (int)parameter.numel()).ToArray());
            }

            writer.Save(path);
            var refusal = Assert.Throws<InvalidDataException>(() => optimizer.Import(path));
            Assert.Equal(
                $"{path} cannot be imported. There is no state 'exp_avg_sq' of 'last.bias', which AdamW needs; there are exp_avg, step.",
                refusal.Message);
            var core = optimizer.Optimizers[0];
            Assert.All(core.Groups[0].Parameters.Cast<Parameter<float>>(), parameter =>
            {
                Assert.Equal(0, core.GetStepCount(parameter));
                Assert.All(core.GetState(parameter, "exp_avg").ToArray(), value => Assert.Equal(0, value));
            });
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void AFileWithElementsOfAnotherTypeIsRefusedAndNothingIsSet()
    {
        using var first = new TorchParameter(zeros(2));
        using var second = new TorchParameter(zeros(2));
        using var optimizer = FusedOptimizer.Create([("first", first), ("second", second)], new HeavyBall());
        var path = Path.GetTempFileName();
        try
        {
            var writer = new SafetensorsWriter();
            writer.Add<float>("first.momentum_buffer", [2], new float[] { 1, 2 });
            writer.Add<byte>("second.momentum_buffer", [2], new byte[] { 1, 2 });
            writer.Save(path);
            Assert.Equal(
                "The tensor 'second.momentum_buffer' has elements of type U8; states must be of F64, F32, F16 or BF16.",
                Assert.Throws<InvalidDataException>(() => optimizer.Import(path)).Message);
            var core = optimizer.Optimizers[0];
            var parameter = (Parameter<float>)core.Groups[0].Parameters[0];
            Assert.Equal(0, core.GetStepCount(parameter));
            Assert.Equal([0f, 0f], core.GetState(parameter, "momentum_buffer").ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void AnOptimizerOfOtherParametersIsRefused()
    {
        using var model = new Model(ScalarType.Float32);
        using var other = new Model(ScalarType.Float32);
        using var optimizer = FusedOptimizer.Create(model.Parameters, new AdamW());
        using var source = optim.AdamW(other.Parameters.Select(named => named.Parameter));
        Assert.StartsWith(
            "The AdamW does not step 'first.weight'.", Assert.Throws<ArgumentException>(() => optimizer.Import(source)).Message,
            StringComparison.Ordinal);
    }

    private static void Run(Model model, optim.Optimizer optimizer, int first)
    {
        for (var step = 0; step < StepCount; step++)
        {
            optimizer.zero_grad();
            model.Backward(first + step);
            using var scope = NewDisposeScope();
            optimizer.step();
        }
    }
}
