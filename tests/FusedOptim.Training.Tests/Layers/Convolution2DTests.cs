using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tests;

public class Convolution2DTests
{
    [Fact]
    public void AKernelIsNotFlipped()
    {
        using var network = new Sequential(new Input(3, 3, 1), new Convolution2D(1, 1, 2)).Build<double>(seed: 1);
        network.Parameters["conv1.weight"].CopyFrom([1, 10, 100, 1000]);
        network.Parameters["conv1.bias"].CopyFrom([0.5]);
        Assert.Equal([5421.5, 6532.5, 8754.5, 9865.5], network.Forward([1, 2, 3, 4, 5, 6, 7, 8, 9]).ToArray());
    }

    [Fact]
    public void AStrideLeavesOutWindowsAndPaddingAddsSome()
    {
        var layer = new Convolution2D(1, 1, 3, stride: 2, padding: 1);
        using var network = new Sequential(new Input(3, 4, 1), layer).Build<double>(seed: 1);
        network.Parameters["conv1.weight"].CopyFrom([1, 0, 0, 0, 10, 0, 0, 0, 100]);
        // The upper left neighbour, the pixel, and the lower right neighbour of every other pixel.
        Assert.Equal(
            [10 * 1 + 100 * 6, 10 * 3 + 100 * 8, 10 * 9, 10 * 11 + 6],
            network.Forward([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]).ToArray());
    }

    /// <summary>The formula of the documentation, by loops in double.</summary>
    [Theory]
    [InlineData(1, 16, 5, 5, 1, 0)]
    [InlineData(3, 17, 3, 2, 2, 1)]
    [InlineData(16, 3, 2, 4, 3, 2)]
    [InlineData(17, 1, 1, 1, 1, 0)]
    public void OutputsAreTheFormula(int inputs, int outputs, int height, int width, int stride, int padding)
    {
        const int count = 3, rows = 7, columns = 6;
        var layer = new Convolution2D(inputs, outputs, (height, width), stride, padding, bias: new Gaussian(0, 1));
        using var network = new Sequential(new Input(rows, columns, inputs), layer).Build<double>(seed: 5);
        var (weight, bias) = (network.Parameters["conv1.weight"].Values.ToArray(), network.Parameters["conv1.bias"].Values.ToArray());
        var x = Normal(count * rows * columns * inputs);
        var shape = layer.GetOutputShape(new ExampleShape(rows, columns, inputs));
        Assert.Equal((rows + 2 * padding - height) / stride + 1, shape.Height);
        Assert.Equal((columns + 2 * padding - width) / stride + 1, shape.Width);
        var y = network.Forward(x);
        Assert.Equal(count * shape.Size, y.Length);
        for (var n = 0; n < y.Length; n++)
        {
            var (position, o) = Math.DivRem(n, outputs);
            var (i, j) = Math.DivRem(position % shape.Positions, shape.Width);
            var sum = bias[o];
            for (var k = 0; k < height * width * inputs; k++)
            {
                var (u, v, c) = (k / inputs / width, k / inputs % width, k % inputs);
                var (row, column) = (stride * i + u - padding, stride * j + v - padding);
                if (row is >= 0 and < rows && column is >= 0 and < columns)
                    sum += weight[o * height * width * inputs + k] * x[((position / shape.Positions * rows + row) * columns + column) * inputs + c];
            }

            Assert.Equal(sum, y[n], 1e-12);
        }
    }

    [Fact]
    public void AKernelOfOnePixelIsADenseLayerForEachPixel()
    {
        using var convolution = new Sequential(new Input(3, 5, 4), new Convolution2D(4, 7, 1)).Build(seed: 2);
        using var dense = new Sequential(new Input(15, 4), new Dense(4, 7)).Build(seed: 2);
        float[] inputs = [.. Normal(2 * 60).Select(x => (float)x)];
        Assert.Equal(dense.Forward(inputs).ToArray(), convolution.Forward(inputs).ToArray());
    }

    [Fact]
    public void ParametersHaveNamesShapesAndFans()
    {
        using var network = new Sequential(
            new Input(9, 9, 3), new Convolution2D(3, 8, (5, 4), weight: new FanRecorder(), bias: new FanRecorder())).Build(seed: 1);
        Assert.Equal(
            ["conv1.weight [8, 5, 4, 3] Weight", "conv1.bias [8] Bias"], network.Parameters.Select(parameter => parameter.ToString()));
        Assert.All(network.Parameters, parameter => Assert.Equal(60_160, parameter.Values[0]));
    }

    [Fact]
    public void OtherLayersComputeEachPixelOfAConvolution()
    {
        var model = new Sequential(
            new Input(8, 8, 1), new Convolution2D(1, 6, 3, padding: 1), new BatchNorm(6), new Relu(), new LocalResponseNorm(3),
            new Residual(new Convolution2D(6, 6, 3, padding: 1), new LayerNorm(6)), new MaxPool2D(2), new Dropout(0.2, variational: true),
            new Dense(6, 4), new Flatten(), new Dense(64, 3));
        Assert.Equal((64, 3), (model.InputSize, model.OutputSize));
        Assert.Equal("4 × 4 × 4", new Sequential([.. model.Layers.Take(9)]).GetOutputShape(model.InputShape).ToString());
        using var network = model.Build(seed: 1);
        Assert.Empty(network.Warnings);
        Assert.Equal(6, network.Forward([.. Normal(128).Select(x => (float)x)]).Length);
    }

    [Fact]
    public void ASavedNetworkLoads()
    {
        var model = new Sequential(new Input(6, 6, 2), new Convolution2D(2, 5, 3), new Relu(), new MaxPool2D(2), new Flatten(), new Dense(20, 3));
        using var saved = model.Build(seed: 1);
        using var loaded = model.Build(seed: 2);
        using var stream = new MemoryStream();
        saved.Save(stream);
        stream.Position = 0;
        loaded.Load(stream);
        Assert.Equal(saved.ComputeDigest(), loaded.ComputeDigest());
        stream.Position = 0;
        using var other = new Sequential(new Input(6, 6, 2), new Convolution2D(2, 5, (3, 2)), new Flatten(), new Dense(100, 3)).Build(seed: 2);
        var thrown = Assert.Throws<InvalidDataException>(() => other.Load(stream));
        Assert.Contains("conv1.weight", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LayersAreEqualWhereTheirSettingsAre()
    {
        Assert.Equal(new Convolution2D(1, 2, 3), new Convolution2D(1, 2, (3, 3)));
        Assert.NotEqual(new Convolution2D(1, 2, 3), new Convolution2D(1, 2, (3, 4)));
        Assert.Equal(new MaxPool2D(3), new MaxPool2D(3, 3));
        Assert.Equal("3 × 4", new KernelSize(3, 4).ToString());
    }

    [Fact]
    public void ModelsRefuseShapesThatAreNoImages()
    {
        Refuses(
            "'conv1' takes 1 value, but 'input1' before it gives 784; put the shape of the images in front of the model, such as new " +
            "Input(28, 28, 1).", new Input(784), new Convolution2D(1, 16, 5));
        Refuses(
            "'conv1': A window of 5 × 5 does not fit into 1 × 1 pixels. Put the shape of the images in front of the model, such as new " +
            "Input(28, 28, 1).", new Convolution2D(1, 16, 5));
        Refuses("'conv1' takes 3 values, but 'input1' before it gives 28 × 28 × 1.", new Input(28, 28, 1), new Convolution2D(3, 16, 5));
        Refuses(
            "'conv1' takes 3 values, but 'input1' before it gives 3 × 28 × 30; the channels of an image come last, as in new Input(28, 30, 3).",
            new Input(3, 28, 30), new Convolution2D(3, 16, 5));
        Refuses(
            "'conv1': A window of 7 × 2 does not fit into 4 × 4 pixels with a padding of 1. Make it smaller, or leave out a pool or a stride before " +
            "it.", new Input(8, 8, 1), new MaxPool2D(2), new Convolution2D(1, 2, (7, 2), padding: 1));
        Refuses(
            "'maxpool1': A window of 3 × 3 does not fit into 2 × 2 pixels. Make it smaller, or leave out a pool or a stride before it.",
            new Input(2, 2, 1), new MaxPool2D(3));
        Refuses(
            "'dense1' takes 32 values, but 'conv1' before it gives 4 × 4 × 2; put a Flatten between them.",
            new Input(6, 6, 1), new Convolution2D(1, 2, 3), new Dense(32, 3));

        static void Refuses(string message, params Layer[] layers) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => new Sequential(layers).Build(seed: 1)).Message);
    }

    [Fact]
    public void LayersRefuseNumbersOutOfRange()
    {
        Assert.Throws<ArgumentOutOfRangeException>("inputs", () => new Convolution2D(0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("outputs", () => new Convolution2D(1, 0, 1));
        var thrown = Assert.Throws<ArgumentOutOfRangeException>("kernel", () => new Convolution2D(1, 1, 0));
        Assert.StartsWith("kernel is 0; it must be at least 1.", thrown.Message);
        Assert.Throws<ArgumentOutOfRangeException>("kernel", () => new Convolution2D(1, 1, default(KernelSize)));
        Assert.Throws<ArgumentOutOfRangeException>("width", () => new Convolution2D(1, 1, (1, -1)));
        Assert.Throws<ArgumentOutOfRangeException>("stride", () => new Convolution2D(1, 1, 1, stride: 0));
        Assert.Throws<ArgumentOutOfRangeException>("padding", () => new Convolution2D(1, 1, 1, padding: -1));
        thrown = Assert.Throws<ArgumentOutOfRangeException>("kernel", () => new Convolution2D(1 << 14, 1 << 14, 4));
        Assert.StartsWith("A kernel of 4 × 4 from 16384 to 16384 channels has 4294967296 weights; there must be at most 2147483647.", thrown.Message);
        Assert.Throws<ArgumentOutOfRangeException>("size", () => new MaxPool2D(0));
        Assert.Throws<ArgumentOutOfRangeException>("stride", () => new MaxPool2D(2, 0));
    }

    private static double[] Normal(int count)
    {
        var random = new RandomStream(5, 0);
        return [.. Enumerable.Range(0, count).Select(i => random.GetNormal(i))];
    }

    // fan-in · 1,000 + fan-out.
    private sealed record FanRecorder : Initializer
    {
        public override void Fill<T>(Span<T> values, int fanIn, int fanOut, RandomStream random) =>
            values.Fill(T.CreateChecked(fanIn * 1000 + fanOut));
    }
}
