using FusedOptim.Training.Layers;

namespace FusedOptim.Training.Tests;

public class ExampleShapeTests
{
    [Fact]
    public void AnImageHasAPositionForEachPixel()
    {
        var shape = new ExampleShape(28, 30, 3);
        Assert.Equal((28, 30, 3), (shape.Height, shape.Width, shape.Features));
        Assert.Equal((840, 2520), (shape.Positions, shape.Size));
        Assert.Equal("28 × 30 × 3", shape.ToString());
        Assert.NotEqual(new ExampleShape(840, 3), shape);
    }

    [Fact]
    public void PositionsInARowHaveAWidthOfOne()
    {
        Assert.Equal((5, 1, 5, 7), Parts(new ExampleShape(5, 7)));
        Assert.Equal((1, 1, 1, 7), Parts(new ExampleShape(7)));
        Assert.Equal(new ExampleShape(5, 7), new ExampleShape(5, 1, 7));
        Assert.Equal("5 × 7", new ExampleShape(5, 7).ToString());
        Assert.Equal("7", new ExampleShape(7).ToString());
        Assert.Equal("1 × 5 × 7", new ExampleShape(1, 5, 7).ToString());

        static (int Height, int Width, int Positions, int Features) Parts(ExampleShape shape) =>
            (shape.Height, shape.Width, shape.Positions, shape.Features);
    }

    [Fact]
    public void WithFeaturesKeepsHeightAndWidth()
    {
        Assert.Equal(new ExampleShape(28, 30, 16), new ExampleShape(28, 30, 3).WithFeatures(16));
        Assert.Equal(new ExampleShape(5, 16), new ExampleShape(5, 3).WithFeatures(16));
        Assert.Throws<ArgumentOutOfRangeException>("features", () => new ExampleShape(28, 30, 3).WithFeatures(0));
        Assert.Throws<ArgumentOutOfRangeException>("features", () => new ExampleShape(3).WithFeatures(0));
    }

    [Fact]
    public void RefusesSizesBelowOneAndTooManyValues()
    {
        Assert.Throws<ArgumentOutOfRangeException>("height", () => new ExampleShape(0, 28, 1));
        Assert.Throws<ArgumentOutOfRangeException>("width", () => new ExampleShape(28, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("channels", () => new ExampleShape(28, 28, 0));
        var thrown = Assert.Throws<ArgumentOutOfRangeException>("channels", () => new Input(1 << 16, 1 << 14, 2));
        Assert.StartsWith("65536 × 16384 pixels of 2 channels are 2147483648 values; there must be at most 2147483647.", thrown.Message);
    }

    [Fact]
    public void LayersThatComputeEachPositionAlikeKeepHeightAndWidth()
    {
        var image = new ExampleShape(4, 5, 2);
        Assert.Equal(new ExampleShape(4, 5, 3), new Dense(2, 3).GetOutputShape(image));
        Assert.Equal(new ExampleShape(4, 5, 3), new WeightNorm(new Dense(2, 3)).GetOutputShape(image));
        foreach (var layer in (Layer[])[new BatchNorm(), new LayerNorm(), new LocalResponseNorm(), new Dropout(), new Relu()])
            Assert.Equal(image, layer.GetOutputShape(image));
        Assert.Equal(new ExampleShape(40), new Flatten().GetOutputShape(image));
        Assert.Equal(60, new Sequential(new Input(4, 5, 2), new Dense(2, 3)).OutputSize);
    }

    [Fact]
    public void APixelHasTheBitsOfAPositionOfASequence()
    {
        Layer[] layers = [new Dense(2, 3), new BatchNorm(), new LayerNorm(), new LocalResponseNorm(3, 0.5), new Dropout(0.3, variational: true)];
        using var images = new Sequential([new Input(4, 5, 2), .. layers]).Build(seed: 3);
        using var sequences = new Sequential([new Input(20, 2), .. layers]).Build(seed: 3);
        float[] inputs = [.. Enumerable.Range(0, 3 * images.InputSize).Select(i => MathF.Cos(i))];
        Assert.Equal(sequences.Forward(inputs).ToArray(), images.Forward(inputs).ToArray());
        Assert.Equal(sequences.Predict(inputs).ToArray(), images.Predict(inputs).ToArray());
    }
}
