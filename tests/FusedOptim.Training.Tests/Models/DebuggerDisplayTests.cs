using System.Diagnostics;
using System.Reflection;

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

    internal static string Display(object value)
    {
        Assert.Equal("{DebuggerDisplay,nq}", value.GetType().GetCustomAttribute<DebuggerDisplayAttribute>()!.Value);
        var property = value.GetType().GetProperty("DebuggerDisplay", BindingFlags.Instance | BindingFlags.NonPublic)!;
        return (string)property.GetValue(value)!;
    }
}
