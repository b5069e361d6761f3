using FusedOptim.Training.Layers;
using FusedOptim.Training.Statistics;

namespace FusedOptim.Training.Tests;

public class LayerStatisticsTests
{
    private static readonly Sequential Model = new(
        new Dense(4, 9), new Logistic(), new Dense(9, 8), new Relu(), new Dense(8, 7), new Tanh(), new Dense(7, 3));

    [Fact]
    public void ValueStatisticsAreThoseOfPlainSums()
    {
        float[] values = [1, -2, 0, 4.5f, -0f, float.NaN, 3, float.NegativeInfinity];
        var statistics = ValueStatistics.Of(values, bins: 3);
        double[] finite = [.. values.Where(float.IsFinite).Select(value => (double)value)];
        Assert.Equal((8, 2), (statistics.Count, statistics.NonFiniteCount));
        Assert.Equal(finite.Average(), statistics.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(finite.Average(value => Math.Pow(value - finite.Average(), 2))), statistics.Deviation, 1e-12);
        Assert.Equal((-2, 4.5), (statistics.Minimum, statistics.Maximum));
        Assert.Equal(0.25, statistics.ZeroShare);
        Assert.Equal(Histogram.Of(values, 3), statistics.Histogram);
        var none = ValueStatistics.Of([float.NaN]);
        Assert.True(double.IsNaN(none.Mean) && double.IsNaN(none.Deviation) && double.IsNaN(none.Minimum) && double.IsNaN(none.Maximum));
    }

    [Fact]
    public void EachLayerHasItsActivationsGradientsAndParameters()
    {
        using var network = Model.Build(seed: 1);
        network.Forward(Inputs(20));
        new Random(3).NextSingles(network.OutputGradients);
        network.Backward();
        var layers = LayerStatistics.Of(network, bins: 10);
        Assert.Equal(network.LayerNames, layers.Select(layer => layer.Name));
        for (var i = 0; i < layers.Count; i++)
        {
            Assert.Equal(ValueStatistics.Of(network.GetActivations(i), 10), layers[i].Activations);
            Assert.Equal(ValueStatistics.Of(network.GetActivationGradients(i), 10), layers[i].ActivationGradients);
            Assert.Equal(network.GetActivations(i).Length / 20, layers[i].UnitCount);
        }

        Assert.Equal(["dense2.weight", "dense2.bias"], layers[2].Parameters.Select(parameter => parameter.Name));
        Assert.Empty(layers[1].Parameters);
        var weight = network.Parameters["dense2.weight"];
        Assert.Equal(ValueStatistics.Of(weight.Values, 10), layers[2].Parameters[0].Values);
        Assert.Equal(ValueStatistics.Of(weight.Gradients, 10), layers[2].Parameters[0].Gradients);
        Assert.True(layers[2].Parameters[0].Gradients!.Deviation > 0);

        // Predictions have no derivatives; those of the batch before are none of theirs.
        network.Predict(Inputs(5));
        Assert.All(LayerStatistics.Of(network), layer =>
        {
            Assert.Null(layer.ActivationGradients);
            Assert.All(layer.Parameters, parameter => Assert.Null(parameter.Gradients));
        });
    }

    [Fact]
    public void UnitsAreCountedAndCompared()
    {
        using var network = Model.Build(seed: 1);
        // Units 0, 2 and 5 of the logistic layer are equal, and all of them saturated.
        var weights = network.Parameters["dense1.weight"].Values;
        weights[..4].CopyTo(weights[8..]);
        weights[..4].CopyTo(weights[20..]);
        var inputs = Inputs(20);
        // Units 1 and 4 of ReLU are dead; dead units are not equal ones.
        network.Parameters["dense2.bias"].Values[1] = -1e6f;
        network.Parameters["dense2.bias"].Values[4] = -1e6f;
        network.Predict(inputs);
        var layers = LayerStatistics.Of(network);
        float[][] relu = [.. network.GetActivations(3).ToArray().Chunk(8)];
        var dead = Enumerable.Range(0, 8).Count(unit => relu.All(example => example[unit] == 0));
        Assert.InRange(dead, 2, 4);
        Assert.Equal([0, 0, 0, dead, 0, 0, 0], layers.Select(layer => layer.DeadUnitCount));
        Assert.Equal([2, 2, 0, 0, 0, 0, 0], layers.Select(layer => layer.EqualUnitCount));
        Assert.Equal([false, true, false, false, false, true, false], layers.Select(layer => layer.SaturatedShare is not null));
        for (var i = 0; i < layers.Count; i++)
        {
            float[] activations = [.. network.GetActivations(i)];
            var squares = activations.Chunk(layers[i].UnitCount)
                .Sum(example => example.Sum(value => Math.Pow(value - example.Average(other => (double)other), 2)));
            Assert.Equal(Math.Sqrt(squares / activations.Length), layers[i].UnitSpread, 1e-9 * (1 + layers[i].UnitSpread));
        }

        float[] bounded = [.. network.GetActivations(5)];
        Assert.Equal(bounded.Count(value => value is <= -0.98f or >= 0.98f) / (double)bounded.Length, layers[5].SaturatedShare);
        Assert.Contains("2 equal", layers[1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void LayersBeforeTheFirstThatIsTrainedHaveNoGradients()
    {
        using var network = Model.Build(seed: 1);
        using var optimizer = Optimizer.Create(
            network.Parameters, parameter => parameter.Name.StartsWith("dense3", StringComparison.Ordinal) ? new Rules.Sgd() : null);
        network.Forward(Inputs(20));
        network.OutputGradients.Fill(1);
        network.Backward();
        var layers = LayerStatistics.Of(network);
        Assert.Null(layers[2].ActivationGradients);
        Assert.NotNull(layers[4].ActivationGradients);
        Assert.Null(layers[2].Parameters[0].Gradients);
        Assert.NotNull(layers[4].Parameters[0].Gradients);
    }

    [Fact]
    public void ANetworkWithoutAPassIsRefused()
    {
        using var network = Model.Build(seed: 1);
        Assert.Contains(
            "has made no pass", Assert.Throws<InvalidOperationException>(() => LayerStatistics.Of(network)).Message, StringComparison.Ordinal);
        network.Predict(Inputs(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LayerStatistics.Of(network, bins: 0));
    }

    private static float[] Inputs(int count)
    {
        var inputs = new float[4 * count];
        new Random(2).NextSingles(inputs);
        return inputs;
    }
}
