using FusedOptim.Rules;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers;

namespace FusedOptim.Training.Tests.Layers;

/// <summary>Dense layers with the weight of another layer.</summary>
public sealed class TiedDenseTests
{
    private static readonly Gaussian Biases = new(0, 0.5);

    private static readonly Sequential Autoencoder = new(
        new Dense(5, 3), new Tanh(), new TiedDense("dense1", 3, 5, isTransposed: true, Biases));

    [Fact]
    public void ADecoderHasTheTransposedWeightAndTheSumOfTheGradients()
    {
        using var tied = Autoencoder.Build<double>(seed: 2);
        using var apart = new Sequential(new Dense(5, 3), new Tanh(), new Dense(3, 5)).Build<double>(seed: 2);
        var weight = tied.ParametersOf("dense1")[0];
        weight.Values.CopyTo(apart.ParametersOf("dense1")[0].Values);
        for (var i = 0; i < 15; i++)
            apart.ParametersOf("dense2")[0].Values[i % 5 * 3 + i / 5] = weight.Values[i];
        tied.ParametersOf("tieddense1")[0].Values.CopyTo(apart.ParametersOf("dense2")[1].Values);

        double[] inputs = [.. Enumerable.Range(0, 20).Select(i => Math.Sin(i))];
        AssertClose(apart.Forward(inputs), tied.Forward(inputs));
        double[] derivatives = [.. Enumerable.Range(0, 20).Select(i => Math.Cos(3 * i))];
        derivatives.CopyTo(apart.OutputGradients);
        derivatives.CopyTo(tied.OutputGradients);
        double[] inputGradients = new double[20], expectedInputGradients = new double[20];
        apart.Backward(expectedInputGradients);
        tied.Backward(inputGradients);

        var expected = apart.ParametersOf("dense1")[0].Gradients.ToArray();
        for (var i = 0; i < 15; i++)
            expected[i] += apart.ParametersOf("dense2")[0].Gradients[i % 5 * 3 + i / 5];
        AssertClose(expected, weight.Gradients);
        AssertClose(apart.ParametersOf("dense2")[1].Gradients, tied.ParametersOf("tieddense1")[0].Gradients);
        AssertClose(expectedInputGradients, inputGradients);
    }

    [Fact]
    public void TheTableOfAnEmbeddingScoresTokens()
    {
        using var network = new Sequential(
            new Input(1), new Embedding(6, 4, hasDenseGradient: true), new TiedDense("embedding1", 4, 6)).Build<double>(seed: 1);
        var table = network.ParametersOf("embedding1")[0].Values.ToArray();
        var scores = network.Predict([2]);
        for (var token = 0; token < 6; token++)
        {
            var expected = Enumerable.Range(0, 4).Sum(i => table[2 * 4 + i] * table[token * 4 + i]);
            Assert.Equal(expected, scores[token], 1e-12);
        }
    }

    [Fact]
    public void AFrozenWeightGetsNoDerivativesOfEitherLayer()
    {
        using var network = Autoencoder.Build<double>(seed: 2);
        var (weight, bias) = (network.ParametersOf("dense1")[0], network.ParametersOf("tieddense1")[0]);
        using var optimizer = Optimizer.Create(network.Parameters, parameter => parameter.Name == "dense1.weight" ? null : new Sgd(0.1));
        network.Forward([1, 2, 3, 4, 5]);
        network.OutputGradients.Fill(1);
        network.Backward();
        Assert.True(weight.IsFrozen);
        Assert.All(bias.Gradients.ToArray(), derivative => Assert.Equal(1, derivative));
        Assert.Equal(-1, weight.Gradients.IndexOfAnyExcept(0));
    }

    [Fact]
    public void TheWeightIsSavedOnce()
    {
        using var network = Autoencoder.Build(seed: 2);
        Assert.Equal(["dense1.weight", "dense1.bias", "tieddense1.bias"], network.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void WhatCannotBeTiedIsRefused()
    {
        Refuse(
            "'tieddense1' is tied to 'dense2', but no layer before it has a parameter 'dense2.weight'. There are dense1.weight, dense1.bias.",
            new Dense(5, 3), new TiedDense("dense2", 3, 5), new Dense(5, 2));
        Refuse(
            "'tieddense1' is tied to 'dense1', but no layer before it has a parameter 'dense1.weight'. There are none.",
            new TiedDense("dense1", 3, 5), new Dense(5, 2));
        Refuse(
            "'tieddense1' is tied to 'dense1', but 'dense1.weight' has the shape [3, 5], and the layer takes one of [5, 3], outputs × inputs.",
            new Dense(5, 3), new TiedDense("dense1", 3, 5));
        Refuse(
            "'tieddense1' is tied to 'embedding1', but 'embedding1.weight' has gradients of some rows alone. Create the Embedding with " +
            "hasDenseGradient: true.",
            new Input(1), new Embedding(6, 4), new TiedDense("embedding1", 4, 6));
        Assert.Throws<ArgumentException>("layer", () => new TiedDense("", 3, 5));
        Assert.Throws<ArgumentOutOfRangeException>("outputs", () => new TiedDense("dense1", 3, 0));
    }

    private static void Refuse(string message, params Layer[] layers)
    {
        var refusal = Assert.Throws<ArgumentException>("builder", () => new Sequential(layers).Build(seed: 1));
        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
    }

    private static void AssertClose(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-13);
    }
}
