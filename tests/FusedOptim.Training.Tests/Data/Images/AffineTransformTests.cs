using FusedOptim.Training.Data.Images;
using FusedOptim.Training.Numerics;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tests;

public class AffineTransformTests
{
    private static readonly ImageShape Square = new(3, 3);

    private static readonly float[] Digits = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    [Theory]
    [InlineData(0, new float[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(90, new float[] { 3, 6, 9, 2, 5, 8, 1, 4, 7 })]
    [InlineData(-90, new float[] { 7, 4, 1, 8, 5, 2, 9, 6, 3 })]
    [InlineData(180, new float[] { 9, 8, 7, 6, 5, 4, 3, 2, 1 })]
    [InlineData(-180, new float[] { 9, 8, 7, 6, 5, 4, 3, 2, 1 })]
    public void QuarterTurnsAreExactAndCounterclockwise(double degrees, float[] expected) =>
        Assert.Equal(expected, Transform(new AffineTransform(degrees, 0, 0, 1)));

    [Theory]
    [InlineData(1, 0, new float[] { 0, 1, 2, 0, 4, 5, 0, 7, 8 })]
    [InlineData(0, -1, new float[] { 4, 5, 6, 7, 8, 9, 0, 0, 0 })]
    [InlineData(0.5, 0, new float[] { 0.5f, 1.5f, 2.5f, 2, 4.5f, 5.5f, 3.5f, 7.5f, 8.5f })]
    [InlineData(-3, 0, new float[] { 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    public void ShiftsToTheRightAndDown(double right, double down, float[] expected) =>
        Assert.Equal(expected, Transform(new AffineTransform(0, right, down, 1)));

    [Fact]
    public void ScalesAboutTheMiddle()
    {
        // The middle stays; a neighbour comes from half its distance.
        Assert.Equal([3, 3.5f, 4, 4.5f, 5, 5.5f, 6, 6.5f, 7], Transform(new AffineTransform(0, 0, 0, 2)));
        Assert.Equal([0, 0, 0, 0, 5, 0, 0, 0, 0], Transform(new AffineTransform(0, 0, 0, 0.5)));
    }

    [Fact]
    public void TurnsThenScalesThenShifts() =>
        // Turned it is 3 6 9 / 2 5 8 / 1 4 7.
        Assert.Equal([2.5f, 4, 5.5f, 2, 3.5f, 5, 1.5f, 3, 4.5f], Transform(new AffineTransform(90, 1, 0, 2)));

    [Fact]
    public void FillsWhatComesFromOutside() =>
        Assert.Equal([-7, 1, 2, -7, 4, 5, -7, 7, 8], Transform(new AffineTransform(0, 1, 0, 1), fill: -7));

    [Fact]
    public void ChannelsOfAPixelGoTogetherInImagesThatAreNotSquare()
    {
        // Two rows of three pixels of two channels.
        float[] source = [1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6];
        var target = new float[12];
        new AffineTransform(180, 0, 0, 1).Apply(source, target, new ImageShape(2, 3, 2));
        Assert.Equal([6, -6, 5, -5, 4, -4, 3, -3, 2, -2, 1, -1], target);
        new AffineTransform(0, 1, 1, 1).Apply(source, target, new ImageShape(2, 3, 2));
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 1, -1, 2, -2], target);
    }

    /// <summary>Images with one channel are computed by vectors, others pixel by pixel.</summary>
    [Theory]
    [InlineData(5, 4)]
    [InlineData(7, 9)]
    [InlineData(1, 23)]
    [InlineData(28, 28)]
    public void OneChannelHasTheBitsOfTwo(int height, int width)
    {
        var random = new RandomStream(3, height);
        float[] one = [.. Enumerable.Range(0, height * width).Select(i => (float)random.GetNormal(i))];
        float[] two = [.. one.SelectMany(value => new[] { value, -value })];
        var (target, targets) = (new float[one.Length], new float[two.Length]);
        for (var i = 0; i < 300; i++)
        {
            var size = i % 10 == 0 ? 1e12 : width;
            var transform = new AffineTransform(
                i % 7 == 0 ? 0 : random.GetNormal(1000 + i) * 40 % 180, i % 5 == 0 ? 0 : random.GetNormal(2000 + i) * size,
                random.GetNormal(3000 + i), i % 11 == 0 ? double.Epsilon : Math.Exp(random.GetNormal(4000 + i)));
            transform.Apply(one, target, new ImageShape(height, width), fill: -3);
            transform.Apply(two, targets, new ImageShape(height, width, 2), fill: -3);
            for (var pixel = 0; pixel < target.Length; pixel++)
                Assert.Equal(BitConverter.SingleToUInt32Bits(targets[2 * pixel]), BitConverter.SingleToUInt32Bits(target[pixel]));
        }
    }

    [Theory]
    [InlineData(181, 0, 1, "Rotation is 181; it must be from -180 to 180.")]
    [InlineData(double.NaN, 0, 1, "Rotation is NaN; it must be from -180 to 180.")]
    [InlineData(0, double.NaN, 1, "ShiftRight is NaN; it must be finite.")]
    [InlineData(0, 0, 0, "Scale is 0; it must be greater than 0 and finite.")]
    public void RefusesNumbersOutOfRange(double rotation, double shift, double scale, string message)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => Transform(new AffineTransform(rotation, shift, 0, scale)));
        Assert.StartsWith(message, error.Message);
    }

    [Fact]
    public void SmallestScalesGiveTheFill() =>
        Assert.Equal(
            [0, 0, 0, 0, 0, 0, 0, 0],
            Transform(new AffineTransform(0, 0, 0, double.Epsilon)).Where((_, pixel) => pixel != 4));

    [Fact]
    public void SineAndCosineAreThoseOfTheLibraryWithinRounding()
    {
        // Shares of half a turn for which both are computed from the exact angle.
        for (var share = -1.0; share <= 1; share += 1.0 / 4096)
        {
            var (sine, cosine) = SineAndCosine.OfDegrees(180 * share);
            Assert.Equal(double.SinPi(share), sine, 2.3e-16);
            Assert.Equal(double.CosPi(share), cosine, 2.3e-16);
        }

        Assert.Equal((1, 0), SineAndCosine.OfDegrees(90));
        Assert.Equal((0, -1), SineAndCosine.OfDegrees(180));
        Assert.Equal((-1, 0), SineAndCosine.OfDegrees(-90));
    }

    private static float[] Transform(AffineTransform transform, float fill = 0)
    {
        var target = new float[9];
        transform.Apply(Digits, target, Square, fill);
        return target;
    }
}
