using FusedOptim.OnnxTests.Harness;
using FusedOptim.Training;
using FusedOptim.Training.Layers;

namespace FusedOptim.OnnxTests.Export;

/// <summary>Layers of sequences beyond <see cref="DifferenceTests"/>: what takes indices.</summary>
public sealed class SequenceTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 1, 6)]
    [InlineData(1, 3, 1)]
    [InlineData(1, 3, 6)]
    [InlineData(5, 1, 1)]
    [InlineData(5, 1, 6)]
    [InlineData(5, 3, 1)]
    [InlineData(5, 3, 6)]
    public void AnEmbeddingGivesTheSameRows(int positions, int indices, int features)
    {
        using var network = new Sequential(new Input(positions, indices), new Embedding(11, features)).Build(seed: 3);
        Assert.Equal(0, Difference(network));
    }

    [Fact]
    public void ATextIsReadAsTheNetworkReadsIt()
    {
        var model = new Sequential(
            new Input(7, 1), new Embedding(11, 4), new Gru(4, 9), new Sequential(new Gru(9, 5), new LastPosition()), new Dense(5, 2));
        using var network = model.Build(seed: 3);
        Assert.InRange(Difference(network), 0, 1e-6);
    }

    private static double Difference(Network<float> network)
    {
        float[] inputs = [.. Enumerable.Range(0, 97 * network.InputSize).Select(static i => (float)(i * i % 11))];
        return ExportCase.Difference(network, inputs, options: null, values => network.Predict(values));
    }
}
