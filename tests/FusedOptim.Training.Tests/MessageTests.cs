using System.Globalization;

namespace FusedOptim.Training.Tests;

public class MessageTests
{
    /// <summary>Numbers in messages are written as programs write them, whatever the culture.</summary>
    [Fact]
    public void NumbersAreWrittenWithAPoint()
    {
        var data = new Dataset([1f, 2], [0, 1]);
        Action[] mistakes =
        [
            () => MinMaxNormalization.Fit(data, 0.5, 0.25),
            () => _ = new RandomAffine(new ImageShape(1, 1), minimumScale: 0.5, maximumScale: 0.25),
            () => _ = new GaussianNoise(0.5, minimum: 0.5f, maximum: 0.25f),
            () => _ = new Uniform(0.5, 0.25),
            () => _ = new RealDimension("x", 0.5, 0.25),
            () => _ = new RealDimension("x", -0.5, 1, isLogarithmic: true),
            () => _ = new ChoiceDimension("x", 0.5, 0.5),
            () => _ = new RangeTest(0.5, 0.25),
            () => _ = new Dropout(1.5),
        ];
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
        try
        {
            Assert.All(mistakes, mistake =>
            {
                // The framework adds a line with the value, in the culture of now.
                var message = Assert.ThrowsAny<ArgumentException>(mistake).Message.Split('\n')[0];
                Assert.Contains(".5", message, StringComparison.Ordinal);
                Assert.DoesNotContain(",5", message, StringComparison.Ordinal);
            });
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
