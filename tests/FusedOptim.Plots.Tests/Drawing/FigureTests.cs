using System.Buffers.Binary;
using System.Globalization;

namespace FusedOptim.Training.Plots.Tests;

/// <summary>The tests that all figures share: formats, sizes, themes, refusals.</summary>
public sealed class FigureTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fusedoptim-plots-");

    private static LearningCurveFigure Figure => new(Reports.Make());

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(320, 200, 1, 320, 200)]
    [InlineData(640, 480, 2, 1280, 960)]
    [InlineData(333, 222, 1.5, 500, 333)]
    public void ThePngHasTheSizeThatWasRequested(int width, int height, double scale, int pixelWidth, int pixelHeight)
    {
        var png = Figure.ToPng(width, height, scale: scale);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        Assert.Equal(pixelWidth, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        Assert.Equal(pixelHeight, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }

    [Theory]
    [InlineData(Theme.Light)]
    [InlineData(Theme.Dark)]
    public void EveryCallGivesTheSameBytes(Theme theme)
    {
        var figure = Figure;
        Assert.Equal(figure.ToPng(theme: theme), figure.ToPng(theme: theme));
        Assert.Equal(figure.ToSvg(theme: theme), Figure.ToSvg(theme: theme));
    }

    [Fact]
    public void ThemesDifferInTheirColours()
    {
        Assert.NotEqual(Figure.ToPng(), Figure.ToPng(theme: Theme.Dark));
        Assert.Contains("#0072B2", Figure.ToSvg(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("#0072B2", Figure.ToSvg(theme: Theme.Dark), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void TheSvgHasSizeTitleAndDescription()
    {
        var svg = new SvgPicture(Figure, 500, 400);
        Assert.Contains(svg.Attributes, attribute => attribute.Name == "viewBox" && attribute.Value == "0 0 500 400");
        Assert.Equal("Learning curves", svg.Title);
        Assert.Contains("the best is 4", svg.Description, StringComparison.Ordinal);
        Assert.DoesNotContain(svg.Attributes, attribute => attribute.Value.Contains("NaN", StringComparison.Ordinal));
    }

    [Fact]
    public void TheTextOfTheCultureIsNotUsed()
    {
        var before = CultureInfo.CurrentCulture;
        var expected = Figure.ToSvg();
        try
        {
            // Without data of cultures, separators are set by hand.
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NegativeSign) = (",", "~");
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(expected, Figure.ToSvg());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void SaveWritesTheFormatOfTheEnding()
    {
        var path = Path.Combine(_folder.FullName, "curves");
        Figure.Save(path + ".PNG", 300, 200);
        Figure.Save(path + ".svg", 300, 200, Theme.Dark);
        Assert.Equal(Figure.ToPng(300, 200), File.ReadAllBytes(path + ".PNG"));
        Assert.Equal(Figure.ToSvg(300, 200, Theme.Dark), File.ReadAllText(path + ".svg"));
    }

    [Fact]
    public void SaveRefusesOtherEndingsAndWritesNothing()
    {
        var exception = Assert.Throws<ArgumentException>(() => Figure.Save(Path.Combine(_folder.FullName, "curves.jpg")));
        Assert.Contains("must end in .png or .svg", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Figure.Save(Path.Combine(_folder.FullName, "curves.png"), width: 99));
        Assert.Empty(_folder.GetFiles());
    }

    [Theory]
    [InlineData(99, 200, 1, "width")]
    [InlineData(200, 16_385, 1, "height")]
    [InlineData(200, 200, 0.05, "scale")]
    [InlineData(200, 200, double.NaN, "scale")]
    [InlineData(4000, 200, 5, "scale")]
    public void SizesOutOfRangeAreRefused(int width, int height, double scale, string name)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => Figure.ToPng(width, height, scale: scale));
        Assert.Equal(name, exception.ParamName);
    }

    [Fact]
    public void TitlesCanBeSetAndAreNotEmpty()
    {
        var svg = new SvgPicture(new LearningCurveFigure(Reports.Make()) { Title = "Ünïcode <&> π" });
        Assert.Equal("Ünïcode <&> π", svg.Title);
        Assert.Contains("Ünïcode <&> π", svg.Texts);
        Assert.Throws<ArgumentException>(() => new LearningCurveFigure(Reports.Make()) { Title = " " });
    }

    [Fact]
    public void LongTitlesAreBrokenIntoLines()
    {
        var words = string.Join(' ', Enumerable.Repeat("descent", 30));
        var texts = new SvgPicture(new LearningCurveFigure(Reports.Make()) { Title = words }, 400).Texts;
        var lines = texts.Where(text => text.StartsWith("descent", StringComparison.Ordinal)).ToArray();
        Assert.InRange(lines.Length, 2, 30);
        Assert.Equal(words, string.Join(' ', lines));
    }
}
