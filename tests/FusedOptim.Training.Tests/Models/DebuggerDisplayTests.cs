using System.Diagnostics;
using System.Reflection;
using FusedOptim.Rules;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>Debuggers show what an object is.</summary>
public class DebuggerDisplayTests
{
    [Fact]
    public void DataAndNetworksShowTheirSizes()
    {
        Assert.Equal("30 examples × 2 features, 3 classes", Display(ToyProblem.Spirals(30, seed: 1)));
        Assert.Equal("30 examples × 2 features, 3 target values", Display(ToyProblem.Spirals(30, seed: 1).WithOneHotTargets()));
        using var network = new Sequential(new Input(28, 2), new Dense(2, 3), new Relu(), new Flatten()).Build(seed: 1);
        Assert.Equal("28 × 2 → 84, 4 layers, 9 weights", Display(network));
    }

    [Fact]
    public void TrainersAndWhatTheyHoldShowTheirRulesAndSteps()
    {
        using var trainer = Trainer.Create(
            ToyProblem.Model, p => p.Kind == ParameterKind.Weight ? new AdamW() : new Sgd(), new SoftmaxCrossEntropy(), seed: 1);
        trainer.Fit(ToyProblem.Spirals(40, seed: 1), epochs: 1);
        Assert.Equal("epoch 1, step 2: AdamW, Sgd, SoftmaxCrossEntropy { LabelSmoothing = 0 }", Display(trainer));
        Assert.Equal("step 2: AdamW, Sgd, 2 groups", Display(trainer.Optimizer));
        Assert.StartsWith("AdamW { LearningRate = 0.001", Display(trainer.Optimizer.Groups[0]));
        Assert.EndsWith(" } of dense1.weight and 2 more", Display(trainer.Optimizer.Groups[0]));
        Assert.Equal("6 parameters and 0 buffers, 1863 elements of Single", Display(trainer.Network.Parameters));
    }

    [Fact]
    public void AGroupOfOneParameterShowsItsName()
    {
        using var set = new ParameterSet<double>();
        set.Add("w", ParameterKind.Weight, 2, 3);
        set.AddBuffer("mean", 4);
        using var optimizer = Optimizer.Create(set, new Sgd());
        Assert.EndsWith(" } of w", Display(optimizer.Groups[0]));
        Assert.Equal("1 parameters and 1 buffers, 6 elements of Double", Display(set));
    }

    internal static string Display(object value)
    {
        Assert.Equal("{DebuggerDisplay,nq}", value.GetType().GetCustomAttribute<DebuggerDisplayAttribute>()!.Value);
        var property = value.GetType().GetProperty("DebuggerDisplay", BindingFlags.Instance | BindingFlags.NonPublic)!;
        return (string)property.GetValue(value)!;
    }
}
