using FusedOptim.Rules;
using FusedOptim.TorchTests.Harness;
using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;
using static TorchSharp.torch;

namespace FusedOptim.TorchTests.Lifetimes;

/// <summary>Gradients that are missing, or not what a step takes.</summary>
public sealed class GradientTests : IDisposable
{
    private readonly TorchParameter _first = new(zeros(2, 3));
    private readonly TorchParameter _second = new(zeros(2, 3));
    private readonly FusedOptimizer _optimizer;

    public GradientTests()
    {
        _first.grad = ones(2, 3);
        _optimizer = FusedOptimizer.Create([("first", _first), ("second", _second)], new Sgd(1));
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public void AParameterWithoutAGradientIsLeftAlone()
    {
        _optimizer.step();
        Assert.All(Values.Of(_first), value => Assert.Equal(-1, value));
        Assert.All(Values.Of(_second), value => Assert.Equal(0, value));
        _second.grad = ones(2, 3);
        _optimizer.step();
        Assert.All(Values.Of(_second), value => Assert.Equal(-1, value));
    }

    [Fact]
    public void AStridedGradientIsRefusedAndTheRemedyHelps()
    {
        _second.grad = ones(3, 2).t();
        Refuse("The gradient of 'second' is not contiguous: its elements do not lie side by side, row by row. Call parameter.grad = parameter.grad.contiguous().");
        _second.grad = _second.grad!.contiguous();
        _optimizer.step();
        Assert.All(Values.Of(_second), value => Assert.Equal(-1, value));
    }

    [Fact]
    public void ASparseGradientIsRefusedAndTheRemedyHelps()
    {
        using var embedding = nn.Embedding(5, 2, sparse: true);
        using var optimizer = FusedOptimizer.Create(embedding.named_parameters(), new Sgd(1));
        var before = Values.Of(embedding.weight!);
        using (var output = embedding.call(tensor([1L, 3L])).sum())
            output.backward();
        var refusal = Assert.Throws<InvalidOperationException>(() => optimizer.step());
        Assert.Equal(
            "The gradient of 'weight' is sparse. The optimizer steps dense tensors. Create the embedding with sparse: false, or call " +
            "parameter.grad = parameter.grad.to_dense().", refusal.Message);
        Assert.Equal(before, Values.Of(embedding.weight!));
        embedding.weight!.grad = embedding.weight.grad!.to_dense();
        optimizer.step();
        Assert.Equal(2 * 2, before.Zip(Values.Of(embedding.weight)).Count(pair => pair.First != pair.Second));
    }

    [Fact]
    public void AGradientOfAnotherTypeIsRefused()
    {
        _second.grad = ones(2, 3, ScalarType.Float64);
        Refuse("The gradient of 'second' has elements of type Float64. It must have Float32, as the parameter does. Call parameter.grad = parameter.grad.to(Float32).");
    }

    [Fact]
    public void ZeroGradZeroesGradientsOfEveryLayoutInPlace()
    {
        _second.grad = ones(3, 2).t();
        using var first = _first.grad!;
        using var second = _second.grad!;
        _optimizer.zero_grad();
        Assert.All(Values.Of(first), value => Assert.Equal(0, value));
        Assert.All(Values.Of(second), value => Assert.Equal(0, value));
    }

    [Fact]
    public void AStepZeroesTheGradientsOnRequest()
    {
        _optimizer.Step(new() { ZeroGradients = true });
        Assert.All(Values.Of(_first), value => Assert.Equal(-1, value));
        using var gradient = _first.grad!;
        Assert.All(Values.Of(gradient), value => Assert.Equal(0, value));
    }

    // The parameter gives its gradient up while the step runs, which keeps the memory alive.
    [Fact]
    public void AGradientThatAScheduleDropsIsStillAliveInTheStep()
    {
        _optimizer.Groups[0].CoreGroups[0].Schedule((_, _) =>
        {
            _first.grad = null;
            for (var i = 0; i < 100; i++)
                full(2, 3, (float)i).Dispose();
        });
        _optimizer.step();
        Assert.All(Values.Of(_first), value => Assert.Equal(-1, value));
    }

    [Fact]
    public void AStepInsideAStepIsRefused()
    {
        _optimizer.Groups[0].CoreGroups[0].Schedule((_, _) => _optimizer.step());
        Assert.StartsWith(
            "A step of this optimizer is under way.",
            Assert.Throws<InvalidOperationException>(() => _optimizer.step()).Message, StringComparison.Ordinal);
        Assert.All(Values.Of(_first), value => Assert.Equal(0, value));
    }

    private void Refuse(string message)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => _optimizer.step());
        Assert.Equal(message, refusal.Message);
        Assert.All(Values.Of(_first), value => Assert.Equal(0, value));
    }
}
