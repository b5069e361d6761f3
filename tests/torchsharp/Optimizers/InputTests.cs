using FusedOptim.TorchTests.Harness;
using static TorchSharp.torch;

namespace FusedOptim.TorchTests.Optimizers;

/// <summary>A rule with an input of each element and one of the model.</summary>
/// <param name="LearningRate">The step size.</param>
[UpdateRule]
public sealed partial record ScaledDescent([NonNegative] double LearningRate = 1)
{
    private static double Direction(double gradient, [Input] double hessian, [Input(Over.Model)] double loss) => loss * hessian * gradient;
}

/// <summary>The inputs of rules over tensors of TorchSharp.</summary>
public sealed class InputTests
{
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    public void TensorsAreCopiedInTheElementsOfTheModel(ScalarType type)
    {
        using var model = new Model(type);
        using var optimizer = FusedOptimizer.Create(model.Parameters, new ScaledDescent(0.5));
        var before = model.Values();
        foreach (var (_, parameter) in model.Parameters)
        {
            parameter.grad = ones_like(parameter);
            // Transposed, and of another element type.
            using var values = full([.. parameter.shape.Reverse()], 4, ScalarType.Float64).permute([.. Enumerable.Range(0, parameter.shape.Length).Reverse().Select(d => (long)d)]);
            optimizer.SetInput(parameter, "hessian", values);
        }

        optimizer.SetInput("loss", 2);
        optimizer.Step();
        // In bfloat16 the result is rounded to one of its two neighbours, at random.
        var bits = type switch { ScalarType.BFloat16 => 7, ScalarType.Float32 => 23, _ => 52 };
        Assert.All(model.Values().Zip(before, (actual, value) => (Actual: actual, Exact: value - 4)), pair =>
            Assert.InRange(Math.Abs(pair.Actual - pair.Exact), 0, Math.ScaleB(1, Math.ILogB(pair.Exact) - bits)));
    }

    [Fact]
    public void AClosureGivesTheLoss()
    {
        using var model = new Model(ScalarType.Float64);
        using var optimizer = FusedOptimizer.Create(model.Parameters, new ScaledDescent(0.5));
        var before = model.Values();
        foreach (var (_, parameter) in model.Parameters)
        {
            parameter.grad = ones_like(parameter);
            optimizer.SetInput(parameter, "hessian", ones_like(parameter));
        }

        optimizer.step(() => tensor(3.0));
        Assert.All(model.Values().Zip(before), pair => Assert.Equal(pair.Second - 1.5, pair.First, 1e-12));
    }

    [Fact]
    public void WhatIsMissingOrOfAnotherSizeIsNamed()
    {
        using var model = new Model(ScalarType.Float32);
        using var optimizer = FusedOptimizer.Create(model.Parameters, new ScaledDescent());
        model.Backward(0);
        Assert.Contains("whose input 'hessian' was not given", Assert.Throws<InvalidOperationException>(() => optimizer.step()).Message);
        using var few = ones(3);
        Assert.Contains(
            "There are 3 values for the input 'hessian' of 'first.weight'",
            Assert.Throws<ArgumentException>(() => optimizer.SetInput(model["first.weight"], "hessian", few)).Message);
        Assert.Throws<ArgumentException>(() => optimizer.SetInput("momentum", 1));
    }
}
