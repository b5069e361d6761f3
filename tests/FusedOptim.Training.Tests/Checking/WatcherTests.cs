using FusedOptim.Training.Checking;
using FusedOptim.Training.Layers;

namespace FusedOptim.Training.Tests;

public class WatcherTests
{
    [Fact]
    public void VanishingGradientsNameTheLayerTheValueAndTheThreshold()
    {
        using var network = Chain(0.01f);
        Pass(network, [1]);
        // From the end: 1, 1e-2, 1e-4, 1e-6.
        var message = Assert.Single(new VanishingGradients(1e-3).Look(network, 1, step: 12));
        Assert.StartsWith("Step 12: gradients vanish at 'dense2'.", message);
        Assert.Contains("root mean square 0.0001, which is 0.0001 of the 1 at 'dense4'; the threshold is 0.001", message);
        Assert.Contains("'dense1'", Assert.Single(new VanishingGradients(1e-5).Look(network, 1, step: 12)));
        Assert.Empty(new VanishingGradients(1e-7).Look(network, 1, step: 12));

        using var healthy = Chain(1);
        Pass(healthy, [1]);
        Assert.Empty(new VanishingGradients().Look(healthy, 1, step: 12));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VanishingGradients(1));
    }

    [Fact]
    public void ExplodingGradientsNameTheParameterTheValueAndTheThreshold()
    {
        using var network = Chain(30);
        Pass(network, [1]);
        // By the weight of the first: 30³; of the others the same, by what stands before and behind them.
        var messages = new ExplodingGradients(1000).Look(network, 1, step: 3);
        Assert.Contains(messages, message => message.StartsWith(
            "Step 3: gradients explode at 'dense1.weight'. Their norm is 2.7E+04; the threshold is 1E+03.",
            StringComparison.Ordinal));
        Assert.DoesNotContain(messages, message => message.Contains("'dense4.bias'"));
        Assert.Empty(new ExplodingGradients(1e5).Look(network, 1, step: 3));

        network.Parameters["dense3.bias"].Gradients[0] = float.NaN;
        Assert.Contains("'dense3.bias'", Assert.Single(new ExplodingGradients(1e5).Look(network, 1, step: 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExplodingGradients(0));
    }

    [Fact]
    public void DeadUnitsAreThoseThatAreSilentForAllExamplesOfSomeLooks()
    {
        using var network = new Sequential(new Dense(1, 3), new Relu(), new Dense(3, 1)).Build(seed: 1);
        network.Parameters["dense1.weight"].CopyFrom([1, -1, 1]);
        var watcher = new DeadUnits(looks: 3);
        // Unit 1 is silent for positive inputs, unit 0 for negative ones.
        float[][] batches = [[1, 2], [3, 0.5f], [1, 1], [2, 2], [-1, -2], [-1, -1], [-1, 1], [-1, -1], [-1, -1], [-3, -1]];
        string[] expected = ["", "", "1", "", "", "", "", "", "", "0, 2"];
        for (var step = 1; step <= batches.Length; step++)
        {
            Pass(network, batches[step - 1]);
            var messages = watcher.Look(network, 1, step);
            if (expected[step - 1].Length == 0)
            {
                Assert.Empty(messages);
                continue;
            }

            var units = expected[step - 1];
            Assert.StartsWith(
                $"Step {step}: {units.Split(", ").Length} of 3 units of 'relu1' are dead ({units}): they gave 0 for every " +
                "example of 3 looks in a row, the threshold.", Assert.Single(messages));
        }

        // Layers that are not asked for.
        var others = new DeadUnits(looks: 1, select: name => name == "dense2");
        Assert.Empty(others.Look(network, 1, step: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DeadUnits(0));
    }

    [Fact]
    public void ANonFiniteLossIsTracedToTheFirstLayer()
    {
        using var network = new Sequential(new Dense(2, 2), new Relu(), new Dense(2, 2), new Dense(2, 1)).Build(seed: 1);
        foreach (var parameter in network.Parameters)
            parameter.Values.Fill(1);
        var watcher = new NonFiniteLoss();
        Pass(network, [1, 2]);
        Assert.Empty(watcher.Look(network, 3.5, step: 9));

        network.Parameters["dense2.weight"].Values[2] = float.NaN;
        Pass(network, [1, 2]);
        Assert.Equal(
            "Step 9: the loss is NaN. The first layer that gives a value that is not finite is 'dense2': value 1 is NaN. " +
            "Element 2 of 'dense2.weight' is NaN.", Assert.Single(watcher.Look(network, double.NaN, step: 9)));

        // An overflow: parameters are finite.
        network.Parameters["dense2.weight"].CopyFrom([1, 1, 3e38f, 3e38f]);
        Pass(network, [1, 2]);
        Assert.Equal(
            "Step 9: the loss is Infinity. The first layer that gives a value that is not finite is 'dense2': value 1 is " +
            "Infinity. Its parameters are finite.", Assert.Single(watcher.Look(network, double.PositiveInfinity, step: 9)));

        // Nothing to see; and a parameter that went bad after the pass.
        network.Parameters["dense2.weight"].CopyFrom([1, 1, 1, 1]);
        Pass(network, [1, 2]);
        Assert.Equal(
            "Step 9: the loss is NaN. All activations and parameters are finite: the loss itself overflows, or the labels or " +
            "targets are at fault.", Assert.Single(watcher.Look(network, double.NaN, step: 9)));
        network.Parameters["dense3.bias"].Values[0] = float.NaN;
        Assert.Equal(
            "Step 9: the loss is NaN. Element 0 of 'dense3.bias' is NaN.",
            Assert.Single(watcher.Look(network, double.NaN, step: 9)));
    }

    // Four dense layers of one unit.
    private static Network<float> Chain(float weight)
    {
        var network = new Sequential(new Dense(1, 1), new Dense(1, 1), new Dense(1, 1), new Dense(1, 1)).Build(seed: 1);
        foreach (var parameter in network.Parameters.Where(parameter => parameter.Kind == ParameterKind.Weight))
            parameter.Values.Fill(weight);
        return network;
    }

    private static void Pass(Network<float> network, float[] inputs)
    {
        network.Parameters.ZeroGradients();
        network.Forward(inputs);
        network.OutputGradients.Fill(1);
        network.Backward();
    }
}
