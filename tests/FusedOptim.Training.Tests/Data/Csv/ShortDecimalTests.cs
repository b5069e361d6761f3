using System.Globalization;
using FusedOptim.Training.Data;

namespace FusedOptim.Training.Tests;

/// <summary>Numbers that are read by few operations have the bits of .NET's parser.</summary>
public class ShortDecimalTests
{
    [Fact]
    public void RandomNumbersHaveTheBitsOfTheNearestFloat()
    {
        var random = new Random(1);
        var read = 0;
        for (var i = 0; i < 400_000; i++)
            read += Check(Write(random)) ? 1 : 0;
        Assert.InRange(read, 300_000, 400_000);
    }

    /// <summary>The middle between two floats, and the nearest decimals on both sides of it.</summary>
    [Fact]
    public void NumbersAtTheMiddleOfTwoFloatsHaveTheBitsOfTheNearestFloat()
    {
        var random = new Random(2);
        for (var i = 0; i < 20_000; i++)
        {
            var value = BitConverter.Int32BitsToSingle(random.Next(0x3000_0000, 0x5000_0000));
            var middle = ((decimal)(double)value + (decimal)(double)MathF.BitIncrement(value)) / 2;
            for (var digits = 6; digits <= 18; digits += 2)
                Check(middle.ToString($"G{digits}", CultureInfo.InvariantCulture).ToLowerInvariant());
        }

        // 2²⁴ + 1 and its neighbours in the last of 17 digits.
        Check("16777217");
        Check("16777217.000000001");
        Check("16777216.999999999");
        Check("1677721700000000e-8");
        Check("9007199254740993");
        Check("33554435");
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+")]
    [InlineData(".")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1 ")]
    [InlineData(" 1")]
    [InlineData("1,5")]
    [InlineData("1.5.5")]
    [InlineData("--1")]
    [InlineData("1\0")]
    [InlineData("٣")]
    [InlineData("0x1")]
    [InlineData("NaN")]
    public void OtherTextsAreLeftToOthers(string text) => Assert.False(ShortDecimal.TryParse(text, '.', out _));

    [Fact]
    public void TheDecimalPointMayBeAComma()
    {
        Assert.True(ShortDecimal.TryParse("-1,25e1", ',', out var value));
        Assert.Equal(-12.5f, value);
        Assert.False(ShortDecimal.TryParse("1.25", ',', out _));
    }

    private static bool Check(string text)
    {
        if (!ShortDecimal.TryParse(text, '.', out var value))
            return false;
        var expected = float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        Assert.True(BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(value), text);
        return true;
    }

    private static string Write(Random random)
    {
        var digits = random.Next(1, 20);
        var text = string.Concat(Enumerable.Range(0, digits).Select(_ => (char)('0' + random.Next(10))));
        var point = random.Next(digits + 1);
        var sign = random.Next(3) switch { 0 => "-", 1 => "+", _ => "" };
        var exponent = random.Next(4) == 0 ? $"{(random.Next(2) == 0 ? "e" : "E+")}{random.Next(12)}" : "";
        return $"{sign}{text[..point]}.{text[point..]}{exponent}";
    }
}
