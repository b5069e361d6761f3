using FusedOptim.Rules;
using FusedOptim.TorchTests.Harness;
using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;
using static TorchSharp.torch;

namespace FusedOptim.TorchTests.Lifetimes;

/// <summary>Parameters that change between steps are noticed before anything is written.</summary>
public sealed class ParameterTests
{
    [Fact]
    public void ADisposedParameterIsRefusedAndNothingIsWritten()
    {
        using var model = new Model(ScalarType.Float32);
        using var optimizer = FusedOptimizer.Create(model.Parameters, new AdamW());
        model.Backward(0);
        var first = model["first.weight"];
        var before = Values.Of(first);
        model["last.bias"].Dispose();
        var refusal = Assert.Throws<InvalidOperationException>(() => optimizer.step());
        Assert.StartsWith("'last.bias' is disposed.", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Create the optimizer after model.to(...)", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, Values.Of(first));
        Assert.Equal(0, optimizer.Optimizers[0].StepCount);
    }

    [Fact]
    public void AModelThatWasCastIsRefused()
    {
        using var model = new Model(ScalarType.Float32);
        using var optimizer = FusedOptimizer.Create(model.Parameters, new AdamW());
        model.Network.to(ScalarType.Float64);
        Assert.Contains("is disposed", Assert.Throws<InvalidOperationException>(() => optimizer.step()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AParameterThatBecameAnotherTypeIsRefused()
    {
        using var parameter = new TorchParameter(zeros(3));
        using var optimizer = FusedOptimizer.Create([("weight", parameter)], new Sgd());
        using (no_grad())
            parameter.set_(zeros(3, ScalarType.Float32).narrow(0, 0, 2));
        Assert.Equal(
            "'weight' has 2 elements. It had 3 when the optimizer was created. Create the optimizer after parameters are resized.",
            Assert.Throws<InvalidOperationException>(() => optimizer.step()).Message);
    }

    [Fact]
    public void ValuesThatWereSwappedAreSteppedWhereTheyAre()
    {
        using var parameter = new TorchParameter(zeros(3));
        using var optimizer = FusedOptimizer.Create([("weight", parameter)], new Sgd(1));
        parameter.grad = ones(3);
        optimizer.step();
        using var other = full(3, 5f);
        using (no_grad())
            parameter.set_(other);
        optimizer.step();
        Assert.Equal([4f, 4f, 4f], other.data<float>().ToArray());
        Assert.Equal([4f, 4f, 4f], parameter.data<float>().ToArray());
    }

    [Fact]
    public void AParameterThatReplacesAnotherIsNotStepped()
    {
        using var parameter = new TorchParameter(zeros(3));
        using var replacement = new TorchParameter(zeros(3));
        using var optimizer = FusedOptimizer.Create([("weight", parameter)], new Sgd(1));
        replacement.grad = ones(3);
        optimizer.step();
        Assert.Equal([0f, 0f, 0f], replacement.data<float>().ToArray());
    }

    [Fact]
    public void AFrozenParameterKeepsItsStates()
    {
        using var parameter = new TorchParameter(zeros(3));
        using var reference = new TorchParameter(zeros(3));
        using var optimizer = FusedOptimizer.Create([("weight", parameter)], new Adam());
        using var expected = FusedOptimizer.Create([("weight", reference)], new Adam());
        parameter.grad = ones(3);
        reference.grad = ones(3);
        optimizer.step();
        parameter.requires_grad = false;
        optimizer.step();
        parameter.requires_grad = true;
        optimizer.step();
        expected.step();
        expected.step();
        Assert.Equal(reference.data<float>().ToArray(), parameter.data<float>().ToArray());
    }

    [Fact]
    public void ViewsOfLargerMemoryAreSteppedWithinTheirBounds()
    {
        using var memory = zeros(12);
        using var parameter = new TorchParameter(memory.narrow(0, 3, 5));
        using var optimizer = FusedOptimizer.Create([("weight", parameter)], new Sgd(1));
        parameter.grad = ones(5);
        optimizer.step();
        Assert.Equal([0f, 0f, 0f, -1f, -1f, -1f, -1f, -1f, 0f, 0f, 0f, 0f], memory.data<float>().ToArray());
    }

    [Fact]
    public void ParametersOverTheSameMemoryAreRefusedByTheirNames()
    {
        using var memory = zeros(8);
        using var left = new TorchParameter(memory.narrow(0, 0, 5));
        using var right = new TorchParameter(memory.narrow(0, 3, 5));
        using var optimizer = FusedOptimizer.Create([("left", left), ("right", right)], new Sgd(1));
        left.grad = ones(5);
        right.grad = ones(5);
        Assert.StartsWith(
            "The values of 'left' and the values of 'right' overlap in memory.",
            Assert.Throws<InvalidOperationException>(() => optimizer.step()).Message, StringComparison.Ordinal);
        Assert.Equal(new float[8], memory.data<float>().ToArray());
    }

    [Fact]
    public void AParameterThatIsListedTwiceIsSteppedOnce()
    {
        using var parameter = new TorchParameter(zeros(2));
        using var optimizer = FusedOptimizer.Create([("encoder", parameter), ("decoder", parameter)], new Sgd(1));
        parameter.grad = ones(2);
        optimizer.step();
        Assert.Equal([-1f, -1f], parameter.data<float>().ToArray());
        Assert.Single(optimizer.parameters());
    }

    [Fact]
    public void UnsuitableParametersAreRefusedAtOnce()
    {
        Refuse(zeros(4, 3).t(), "'weight' is not contiguous: its elements do not lie side by side, row by row. Create the parameter from tensor.contiguous().");
        Refuse(zeros(3, ScalarType.ComplexFloat32), "'weight' has elements of type ComplexFloat32. Parameters must be of Float32, Float64, Float16 and BFloat16.");
        Refuse(zeros(3, device: META), "'weight' is on the device meta. The optimizer steps tensors on the CPU. Create the optimizer after model.cpu().");

        static void Refuse(Tensor tensor, string message)
        {
            using var parameter = new TorchParameter(tensor);
            var refusal = Assert.Throws<ArgumentException>(() => FusedOptimizer.Create([("weight", parameter)], new Sgd()));
            Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WrongListsOfParametersAreRefused()
    {
        using var first = new TorchParameter(zeros(2));
        using var second = new TorchParameter(zeros(2));
        Assert.StartsWith(
            "No parameter has a rule.", Assert.Throws<ArgumentException>(() => FusedOptimizer.Create([], new Sgd())).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "There are two parameters of the name 'weight'.",
            Assert.Throws<ArgumentException>(() => FusedOptimizer.Create([("weight", first), ("weight", second)], new Sgd())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void TensorsWithoutElementsAreLeftAlone()
    {
        using var empty = new TorchParameter(zeros(0, 3));
        using var parameter = new TorchParameter(zeros(2));
        using var optimizer = FusedOptimizer.Create([("empty", empty), ("weight", parameter)], new Sgd(1));
        parameter.grad = ones(2);
        optimizer.step();
        optimizer.zero_grad();
        Assert.Equal([-1f, -1f], parameter.data<float>().ToArray());
    }

    [Fact]
    public void AnotherOptimizerStepsTheParametersAfterTheFirstIsDisposed()
    {
        using var parameter = new TorchParameter(zeros(2));
        parameter.grad = ones(2);
        using (var optimizer = FusedOptimizer.Create([("weight", parameter)], new Sgd(1)))
        {
            optimizer.step();
            optimizer.Dispose();
            Assert.Throws<ObjectDisposedException>(() => optimizer.step());
        }

        using var next = FusedOptimizer.Create([("weight", parameter)], new Sgd(1));
        next.step();
        Assert.Equal([-2f, -2f], parameter.data<float>().ToArray());
    }
}
