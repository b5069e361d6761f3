using FusedOptim.Rules;
using FusedOptim.Training.Checking;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>Backpropagation through layers with frozen parameters.</summary>
[Trait("Kind", "Gradients")]
public class FrozenParameterTests
{
    private static readonly Dictionary<string, Sequential> Models = new()
    {
        ["dense"] = new(new Dense(6, 5), new Tanh(), new Dense(5, 4), new Tanh(), new Dense(4, 3)),
        ["batch"] = new(new Dense(6, 5), new BatchNorm(), new Relu(), new Dense(5, 3), new BatchNorm()),
        ["layer"] = new(new Input(2, 3), new LayerNorm(), new Dense(3, 5), new LayerNorm(), new Flatten(), new Dense(10, 3)),
        ["gru"] = new(new Input(2, 3), new Gru(3, 4), new Gru(4, 3, truncation: 1), new LastPosition()),
        ["weight"] = new(new WeightNorm(new Dense(6, 5)), new Gelu(), new WeightNorm(new Dense(5, 3))),
        ["convolution"] = new(
            new Input(2, 3, 1), new Convolution2D(1, 4, 2, padding: 1), new Tanh(), new MaxPool2D(2, 1), new Convolution2D(4, 3, (2, 3)), new Flatten()),
        ["residual"] = new(
            new Dense(6, 5), new Residual(new LayerNorm(), new Dense(5, 5), new Tanh(), new Residual(new Dense(5, 5))),
            new Sequential(new Silu(), new WeightNorm(new Dense(5, 4)), new LocalResponseNorm()), new Dense(4, 3)),
    };

    public static TheoryData<string, int> ModelsAndSeeds()
    {
        var data = new TheoryData<string, int>();
        foreach (var model in Models.Keys)
        {
            for (var seed = 0; seed < 6; seed++)
                data.Add(model, seed);
        }

        return data;
    }

    /// <summary>Any set of parameters is frozen: the others get the same bits, and these get nothing.</summary>
    [Theory]
    [MemberData(nameof(ModelsAndSeeds))]
    public void FrozenParametersGetNoGradientsAndTheOthersTheSameBits(string model, int seed)
    {
        var random = new Random(seed);
        var isFrozen = new Dictionary<string, bool>();
        using var network = Models[model].Build(seed: 3);
        using var optimizer = Optimizer.Create(
            network.Parameters, p => (isFrozen[p.Name] = random.Next(2) == 0) ? null : new Sgd());
        using var expected = Models[model].Build(seed: 3);

        // Some derivatives by the inputs are requested too.
        var inputGradients = seed % 3 == 0 ? new float[7 * 6] : [];
        var expectedInputGradients = seed % 3 == 0 ? new float[7 * 6] : [];
        for (var pass = 0; pass < 2; pass++)
        {
            Pass(network, inputGradients);
            Pass(expected, expectedInputGradients);
        }

        Assert.All(network.Parameters.Zip(expected.Parameters), pair => Assert.Equal(
            isFrozen[pair.First.Name] ? new float[pair.First.Count] : pair.Second.Gradients.ToArray(),
            pair.First.Gradients.ToArray()));
        Assert.Equal(expectedInputGradients, inputGradients);
    }

    /// <summary>w = g·v/‖v‖: either of length and direction can be frozen.</summary>
    [Theory]
    [InlineData("weight_g")]
    [InlineData("weight_v")]
    public void TheLengthOrTheDirectionOfWeightNormalizationCanBeFrozen(string frozen)
    {
        var model = new Sequential(new WeightNorm(new Dense(6, 3)));
        using var network = model.Build(seed: 3);
        using var optimizer = Optimizer.Create(
            network.Parameters, p => p.Name.EndsWith(frozen, StringComparison.Ordinal) ? null : new Sgd(0.1));
        var before = network.Parameters.Select(p => p.Values.ToArray()).ToArray();
        for (var step = 0; step < 5; step++)
        {
            Pass(network, []);
            optimizer.Step(new StepOptions { ZeroGradients = true });
        }

        foreach (var (parameter, values) in network.Parameters.Zip(before))
        {
            if (!parameter.Name.EndsWith(frozen, StringComparison.Ordinal))
                Assert.NotEqual(values, parameter.Values.ToArray());
            else
                Assert.Equal(values, parameter.Values.ToArray());
            Assert.All(parameter.Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
        }
    }

    /// <summary>Nothing below the first layer that is trained needs derivatives.</summary>
    [Fact]
    public void BackpropagationEndsAtTheFirstLayerThatIsTrained()
    {
        using var network = Models["dense"].Build(seed: 3);
        using var optimizer = Optimizer.Create(
            network.Parameters, p => p.Name.StartsWith("dense3", StringComparison.Ordinal) ? new Sgd() : null);
        Pass(network, []);
        Assert.Equal([0, 0, 0, 0, 3 * 7], LengthsOfGradients(network));
        var inputGradients = new float[7 * 6];
        Pass(network, inputGradients);
        Assert.Equal([5 * 7, 5 * 7, 4 * 7, 4 * 7, 3 * 7], LengthsOfGradients(network));
        Assert.Contains(inputGradients, value => value != 0);
        optimizer.AddGroup(new Sgd(), [network.Parameters["dense2.bias"]]);
        Pass(network, []);
        Assert.Equal([0, 0, 4 * 7, 4 * 7, 3 * 7], LengthsOfGradients(network));
    }

    [Fact]
    public void NoiseIsAddedToWhatIsTrained()
    {
        using var network = Models["dense"].Build(seed: 3);
        using var optimizer = Optimizer.Create(
            network.Parameters, p => p.Name.StartsWith("dense3", StringComparison.Ordinal) ? new Sgd() : null);
        new GradientNoise(eta: 1).AddTo(network.Parameters, step: 1);
        Assert.All(network.Parameters["dense1.weight"].Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
        Assert.All(network.Parameters["dense3.weight"].Gradients.ToArray(), gradient => Assert.NotEqual(0, gradient));
    }

    [Fact]
    public void WatchersPassOverWhatIsFrozen()
    {
        var model = new Sequential(new Dense(2, 3), new Relu(), new Dense(3, 3), new Relu(), new Dense(3, 1));
        using var network = model.Build(seed: 1);
        network.Parameters["dense1.weight"].Values.Fill(-1);
        network.Parameters["dense1.weight"].Gradients.Fill(1e6f);
        using var optimizer = Optimizer.Create(
            network.Parameters, p => p.Name.StartsWith("dense3", StringComparison.Ordinal) ? new Sgd() : null);
        Watcher[] watchers = [new ExplodingGradients(1000), new DeadUnits(looks: 1), new VanishingGradients()];
        network.Forward([1, 2, 3, 4]);
        network.OutputGradients.Fill(1);
        network.Backward();
        Assert.All(watchers, watcher => Assert.Empty(watcher.Look(network, loss: 1, step: 1)));
    }

    /// <summary>A wrong derivative is one of those that backpropagation computes.</summary>
    [Fact]
    public void AGradientCheckComparesWhatIsNotFrozen()
    {
        using var network = Models["residual"].Build<double>(seed: 1);
        using var optimizer = Optimizer.Create(network.Parameters, p => p.Kind == ParameterKind.Bias ? new Sgd() : null);
        double[] inputs = [.. Enumerable.Range(0, 12).Select(i => Math.Sin(i))];
        var report = GradientCheck.Run(network, new SoftmaxCrossEntropy(), inputs, labels: [0, 2]);
        Assert.True(report.Passes(), report.ToString());
        Assert.Equal(
            [.. network.Parameters.Where(p => p.Kind == ParameterKind.Bias).Select(p => p.Name), "inputs"],
            report.Comparisons.Select(comparison => comparison.Name));
    }

    private static IEnumerable<int> LengthsOfGradients(Network<float> network)
    {
        for (var layer = 0; layer < network.LayerNames.Count; layer++)
            yield return network.GetActivationGradients(layer).Length;
    }

    private static void Pass(Network<float> network, float[] inputGradients)
    {
        float[] inputs = [.. Enumerable.Range(0, 7 * 6).Select(i => MathF.Sin(i))];
        network.Forward(inputs);
        for (var i = 0; i < network.OutputGradients.Length; i++)
            network.OutputGradients[i] = MathF.Cos(i);
        network.Backward(inputGradients);
    }
}
