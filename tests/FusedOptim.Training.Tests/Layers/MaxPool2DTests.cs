using FusedOptim.Training.Layers;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tests;

public class MaxPool2DTests
{
    [Fact]
    public void AWindowGivesItsLargestValueAndPassesTheDerivativeToIt()
    {
        using var network = Build(new Input(2, 4, 1), new MaxPool2D(2));
        Assert.Equal([5, -1], network.Forward([1, 5, -4, -3, 2, 3, -2, -1]).ToArray());
        Assert.Equal([0, 10, 0, 0, 0, 0, 0, 20], Backward(network, [10, 20]));
        Assert.Equal([6, 9], network.Predict([1, 5, 8, 7, 2, 6, 9, -1]).ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    public void OfEqualValuesTheFirstOneCounts(int channels)
    {
        using var network = Build(new Input(2, 2, channels), new MaxPool2D(2));
        var values = new double[4 * channels];
        Array.Fill(values, 0.1);
        Array.Fill(values, -0.1, 0, channels);
        network.Forward(values);
        var gradients = Backward(network, [.. Enumerable.Repeat(3.0, channels)]);
        Assert.All(gradients[channels..(2 * channels)], gradient => Assert.Equal(3, gradient));
        Assert.Equal(3 * channels, gradients.Sum());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    public void NaNIsLargerThanAnyNumberAndTheLastOneCounts(int channels)
    {
        using var network = Build(new Input(2, 2, channels), new MaxPool2D(2));
        double[] values = [.. Enumerable.Range(0, 4 * channels).Select(i => (i / channels) switch
        {
            0 or 2 => double.NaN,
            1 => double.PositiveInfinity,
            _ => 1,
        })];
        Assert.All(network.Forward(values).ToArray(), value => Assert.Equal(double.NaN, value));
        var gradients = Backward(network, [.. Enumerable.Repeat(3.0, channels)]);
        Assert.All(gradients[(2 * channels)..(3 * channels)], gradient => Assert.Equal(3, gradient));
        Assert.Equal(3 * channels, gradients.Sum());
    }

    /// <summary>Windows side by side, windows that overlap, windows with pixels between them, and pixels left over.</summary>
    [Theory]
    [InlineData(6, 8, 1, 2, 2)]
    [InlineData(7, 5, 3, 2, 2)]
    [InlineData(7, 6, 16, 3, 2)]
    [InlineData(6, 7, 17, 3, 1)]
    [InlineData(8, 7, 5, 2, 3)]
    [InlineData(4, 4, 33, 4, 4)]
    public void HasTheValuesOfPlainLoops(int height, int width, int channels, int size, int stride)
    {
        const int count = 3;
        using var network = Build(new Input(height, width, channels), new MaxPool2D(size, stride));
        var random = new RandomStream(4, 0);
        double[] inputs = [.. Enumerable.Range(0, count * height * width * channels).Select(i => random.GetNormal(i))];
        var (rows, columns) = ((height - size) / stride + 1, (width - size) / stride + 1);
        var outputs = network.Forward(inputs).ToArray();
        Assert.Equal(count * rows * columns * channels, outputs.Length);
        double[] gradients = [.. Enumerable.Range(0, outputs.Length).Select(i => 1.0 + i)];
        var expected = new double[inputs.Length];
        for (var output = 0; output < outputs.Length; output++)
        {
            var (position, channel) = Math.DivRem(output, channels);
            var (image, row, column) = (position / columns / rows, position / columns % rows, position % columns);
            var largest = -1;
            for (var place = 0; place < size * size; place++)
            {
                var (y, x) = (row * stride + place / size, column * stride + place % size);
                var input = ((image * height + y) * width + x) * channels + channel;
                if (largest < 0 || inputs[input] > inputs[largest])
                    largest = input;
            }

            Assert.Equal(inputs[largest], outputs[output]);
            expected[largest] += gradients[output];
        }

        Assert.Equal(expected, Backward(network, gradients));
        Assert.Equal(outputs, network.Predict(inputs).ToArray());
    }

    private static Network<double> Build(params Layer[] layers) => new Sequential(layers).Build<double>(seed: 1);

    private static double[] Backward(Network<double> network, double[] outputGradients)
    {
        outputGradients.CopyTo(network.OutputGradients);
        var gradients = new double[outputGradients.Length / network.OutputSize * network.InputSize];
        network.Backward(gradients);
        return gradients;
    }
}
