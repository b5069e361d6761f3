using FusedOptim.Rules;
using FusedOptim.Training.Checking;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>The experiment of a course: five layers of 100 units, with a thousand examples of normal deviates.</summary>
public class UnitWatcherTests
{
    [Fact]
    public void WeightsOfDeviation1SaturateTheLogisticFunction()
    {
        using var network = Run(new Gaussian(0, 1), new Logistic());
        var messages = new SaturatedUnits().Look(network, 1, step: 7);
        Assert.Equal(5, messages.Count);
        Assert.Matches(
            @"^Step 7: 'logistic2' saturates\. \d\d\.?\d* % of its values are within 1 % of 0 or 1, .* the threshold is 25 %\. Smaller initial weights",
            messages[1]);
        Assert.Empty(new AlikeUnits().Look(network, 1, step: 7));
        Assert.Single(new SaturatedUnits(select: name => name == "logistic3").Look(network, 1, step: 7));
    }

    [Fact]
    public void WeightsOfDeviation001MakeUnitsAlike()
    {
        foreach (var function in new Layer[] { new Logistic(), new Tanh() })
        {
            using var network = Run(new Gaussian(0, 0.01), function);
            var messages = new AlikeUnits().Look(network, 1, step: 7);
            Assert.True(messages.Count >= 4);
            Assert.Matches(
                $@"^Step 7: units of '{function.Kind}5' are alike\. They differ from each other by .* % of the range from -?\d to 1; the threshold is 5 %\.",
                messages[^1]);
            Assert.Empty(new SaturatedUnits().Look(network, 1, step: 7));
        }
    }

    [Fact]
    public void WeightsOfXavierAreFine()
    {
        foreach (var function in new Layer[] { new Logistic(), new Tanh() })
        {
            using var network = Run(Initializer.XavierNormal, function);
            Assert.Empty(new AlikeUnits().Look(network, 1, step: 7));
            Assert.Empty(new SaturatedUnits().Look(network, 1, step: 7));
        }

        using var relu = Run(new Gaussian(0, 0.01), new Relu());
        Assert.Empty(new AlikeUnits().Look(relu, 1, step: 7));
    }

    [Fact]
    public void EqualWeightsMakeUnitsAlikeForEveryFunction()
    {
        foreach (var function in new Layer[] { new Logistic(), new Relu(), new Gelu() })
        {
            using var network = Run(new Constant(0.01), function);
            var messages = new AlikeUnits().Look(network, 1, step: 7);
            Assert.Contains("99 of 100 give for every example what another one gives", messages[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void UnitsThatAreSaturatedAreNotAlike()
    {
        using var network = new Sequential(new Dense(1, 4), new Logistic(), new Dense(4, 1)).Build(seed: 1);
        network.Parameters["dense1.weight"].CopyFrom([500, 600, -700, -800]);
        network.Forward([1, 2]);
        network.OutputGradients.Fill(1);
        network.Backward();
        Assert.Equal([1, 1, 0, 0], network.GetActivations(1)[..4].ToArray());
        Assert.Empty(new AlikeUnits().Look(network, 1, step: 1));
        Assert.Single(new SaturatedUnits().Look(network, 1, step: 1));
    }

    [Fact]
    public void TheLastLayerAndLayersThatAreNotTrainedArePassedOver()
    {
        using var network = new Sequential(new Dense(2, 5, new Constant(9)), new Logistic()).Build(seed: 1);
        network.Forward([1, 1]);
        network.OutputGradients.Fill(1);
        network.Backward();
        Assert.Empty(new AlikeUnits().Look(network, 1, step: 1));
        Assert.Empty(new SaturatedUnits().Look(network, 1, step: 1));

        using var frozen = new Sequential(new Dense(2, 5, new Constant(9)), new Logistic(), new Dense(5, 1)).Build(seed: 1);
        using var optimizer = Optimizer.Create(
            frozen.Parameters, parameter => parameter.Name.StartsWith("dense2", StringComparison.Ordinal) ? new Sgd() : null);
        frozen.Forward([1, 1]);
        frozen.OutputGradients.Fill(1);
        frozen.Backward();
        Assert.Empty(new AlikeUnits().Look(frozen, 1, step: 1));
        Assert.Empty(new SaturatedUnits().Look(frozen, 1, step: 1));
    }

    [Fact]
    public void ATrainerReportsThem()
    {
        var model = new Sequential(new Dense(2, 50, new Gaussian(0, 100)), new Logistic(), new Dense(50, 3));
        using var trainer = Trainer.Create(model, new Sgd(), new SoftmaxCrossEntropy(), seed: 1);
        trainer.Watch(new SaturatedUnits());
        var report = trainer.Fit(ToyProblem.Spirals(60, seed: 1), epochs: 1);
        Assert.StartsWith("Step 1: 'logistic1' saturates.", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void LookingAllocatesNothing()
    {
        using var network = Run(Initializer.XavierNormal, new Tanh());
        Watcher[] watchers = [new AlikeUnits(), new SaturatedUnits()];
        foreach (var watcher in watchers)
        {
            watcher.Look(network, 1, step: 1);
            Assert.Equal(0, AllocatedBytes.Of(() => watcher.Look(network, 1, step: 1)));
        }
    }

    [Fact]
    public void RefusesThresholdsOutOfRange()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SaturatedUnits(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlikeUnits(-0.1));
    }

    private static Network<float> Run(Initializer weight, Layer function)
    {
        var layers = Enumerable.Range(0, 5).SelectMany(_ => new[] { new Dense(100, 100, weight), function });
        var network = new Sequential([.. layers, new Dense(100, 1)]).Build(seed: 1);
        var inputs = new float[100 * 100];
        new Gaussian(0, 1).Fill(inputs.AsSpan(), 1, 1, new Randomness.RandomStream(1, 1));
        network.Forward(inputs);
        network.OutputGradients.Fill(1);
        network.Backward();
        return network;
    }
}
