using FusedOptim.Execution;
using FusedOptim.Training.Ensembles;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Numerics;

namespace FusedOptim.Training.Tests;

public class MonteCarloDropoutTests
{
    private static readonly Sequential Model = new(
        new Dense(2, 30), new BatchNorm(), new Relu(), new Dropout(0.3), new Residual(new Dense(30, 30), new Dropout(0.5)), new Dense(30, 3));

    private static readonly Dataset Data = ToyProblem.Spirals(300, seed: 1);

    [Fact]
    public void MeanAndDeviationAreThoseOfALoop()
    {
        using var network = Model.Build(seed: 1);
        var sampled = network.SamplePredictions(Data, passes: 7, seed: 5);
        var probabilities = network.SampleProbabilities(Data, passes: 7, seed: 5);
        Assert.Equal((300, 3, 7), (sampled.Count, sampled.OutputSize, sampled.Passes));
        float[][] passes = [.. Enumerable.Range(0, 7).Select(pass => network.Sample(Data.Features, 5, pass, 0).ToArray())];
        for (var i = 0; i < 900; i++)
        {
            double[] values = [.. passes.Select(outputs => (double)outputs[i])];
            Check(values, sampled, i);
            Check([.. passes.Select(outputs => ProbabilityOf(outputs, i))], probabilities, i);
        }

        Assert.Contains(sampled.Deviation, deviation => deviation > 0.01);
        Assert.Equal(
            Enumerable.Range(0, 300).Select(i => Enumerable.Range(0, 3).MaxBy(j => probabilities.Mean[3 * i + j])), probabilities.Classify());

        static void Check(double[] values, SampledPredictions sampled, int i)
        {
            Assert.Equal(values.Average(), sampled.Mean[i], 1e-5);
            var mean = values.Average();
            Assert.Equal(Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / 6), sampled.Deviation[i], 1e-5);
        }

        static double ProbabilityOf(float[] outputs, int i)
        {
            var probabilities = new double[3];
            Softmax.Compute<float>(outputs.AsSpan(i / 3 * 3, 3), probabilities);
            return probabilities[i % 3];
        }
    }

    [Fact]
    public void MasksAreAFunctionOfTheSeedThePassAndThePlace()
    {
        using var network = Model.Build(seed: 1);
        using var one = Model.Build(seed: 1, new WorkerTeam(1));
        var sampled = network.SamplePredictions(Data, passes: 3, seed: 5);
        Assert.Equal(sampled.Mean, one.SamplePredictions(Data, passes: 3, seed: 5).Mean);
        Assert.NotEqual(sampled.Mean, network.SamplePredictions(Data, passes: 3, seed: 6).Mean);
        // Whatever was trained in between, and however the data are cut into batches.
        network.ForwardCount = 9;
        var whole = network.Sample(Data.Features, 5, 1, 0).ToArray();
        Assert.Equal(whole.AsSpan(3 * 70).ToArray(), network.Sample(Data.Slice(70, 230).Features, 5, 1, 70).ToArray());
        Assert.NotEqual(whole, network.Sample(Data.Features, 5, 2, 0).ToArray());
    }

    [Fact]
    public void NothingOfTheNetworkChanges()
    {
        using var network = Model.Build(seed: 1);
        var (digest, count) = (network.ComputeDigest(), network.ForwardCount);
        var predicted = network.Predict(Data);
        network.SamplePredictions(Data, passes: 3);
        Assert.Equal((digest, count), (network.ComputeDigest(), network.ForwardCount));
        Assert.Equal(predicted, network.Predict(Data));
        Assert.Throws<InvalidOperationException>(network.Backward);
    }

    [Fact]
    public void TheMeanOfManyPassesIsThePredictionOfALinearNetwork()
    {
        using var network = new Sequential(new Dense(2, 20), new Dropout(0.5), new Dense(20, 1)).Build(seed: 1);
        var data = ToyProblem.Spirals(5, seed: 2);
        var sampled = network.SamplePredictions(data, passes: 4000);
        var predicted = network.Predict(data);
        for (var i = 0; i < 5; i++)
            Assert.Equal(predicted[i], sampled.Mean[i], 5 * sampled.Deviation[i] / Math.Sqrt(4000));
    }

    [Fact]
    public void RecurrentLayersDropWhatTheyRememberByTheExample()
    {
        using var network = new Sequential(new Input(5, 2), new Gru(2, 9, recurrentDropout: 0.4), new LastPosition(), new Dense(9, 1))
            .Build(seed: 1);
        float[] inputs = [.. Enumerable.Range(0, 10 * 12).Select(i => (i % 7 - 3) / 3f)];
        var predicted = network.Predict(inputs).ToArray();
        var whole = network.Sample(inputs, seed: 5, pass: 1, firstExample: 0).ToArray();
        Assert.NotEqual(predicted, whole);
        Assert.NotEqual(whole, network.Sample(inputs, seed: 5, pass: 2, firstExample: 0).ToArray());
        var part = network.Sample(inputs.AsSpan(10 * 4), seed: 5, pass: 1, firstExample: 4).ToArray();
        for (var i = 0; i < part.Length; i++)
            Assert.Equal(whole[4 + i], part[i], 1e-6f);
        Assert.Equal(predicted, network.Predict(inputs).ToArray());
    }

    [Fact]
    public void RefusesNetworksThatDrawNothing()
    {
        using var network = ToyProblem.Model.Build(seed: 1);
        var error = Assert.Throws<ArgumentException>(() => network.SamplePredictions(Data));
        Assert.Contains("no layer that draws random numbers", error.Message, StringComparison.Ordinal);
        using var dropping = Model.Build(seed: 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => dropping.SamplePredictions(Data, passes: 1));
        Assert.Throws<OperationCanceledException>(
            () => dropping.SamplePredictions(Data, cancellationToken: new CancellationToken(canceled: true)));
    }
}
