using FusedOptim.Training.Layers;

namespace FusedOptim.Training.Plots.Tests;

/// <summary>Histograms of groups and layers.</summary>
public sealed class HistogramFigureTests
{
    private const string FirstColor = "#0072B2";

    [Fact]
    public void EachGroupHasAPanelWithItsMoments()
    {
        var svg = new SvgPicture(new HistogramFigure(("one", [1, 2, 3]), ("two", [5, 5])));
        Assert.Contains("one: 2 ± 0.82", svg.Texts);
        Assert.Contains("two: 5 ± 0", svg.Texts);
        Assert.Contains("Share (%)", svg.Texts);
        Assert.Equal(2, Shapes(svg).Count);
        Assert.Contains("one: 2 ± 0.82; two: 5 ± 0.", svg.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void BarsHaveTheSharesOfTheirValues()
    {
        // Four values in two bars: a quarter and three quarters of the height of the axis, which begins at 0.
        var svg = new SvgPicture(new HistogramFigure(("group", [0, 3, 4, 4])) { BinCount = 2 });
        var heights = Points(Shapes(svg).Single()).Select(point => point.Y).Distinct().Order().ToArray();
        Assert.Equal(3, heights.Length);
        Assert.Equal(3, (heights[2] - heights[0]) / (heights[2] - heights[1]), 0.01);
    }

    [Fact]
    public void ValuesThatAreNotFiniteAreCountedAbove()
    {
        var svg = new SvgPicture(new HistogramFigure(("group", [1, 2, float.NaN, float.PositiveInfinity]), ("none", [float.NaN])));
        Assert.Contains("group (2 not finite): 1.5 ± 0.5", svg.Texts);
        Assert.Contains("none (1 not finite)", svg.Texts);
    }

    [Fact]
    public void NetworksHaveAPanelForEachLayerOrParameter()
    {
        using var network = new Sequential(new Dense(4, 8), new Tanh(), new Dense(8, 3)).Build(seed: 1);
        network.Forward(Enumerable.Range(0, 40).Select(i => i / 20f - 1).ToArray());
        network.OutputGradients.Fill(0.1f);
        network.Backward();
        Assert.Equal(3, Shapes(new(HistogramFigure.OfActivations(network))).Count);
        Assert.Single(Shapes(new(HistogramFigure.OfActivations(network, layer => layer.StartsWith("tanh", StringComparison.Ordinal)))));
        Assert.Equal(2, Shapes(new(HistogramFigure.OfWeights(network))).Count);
        Assert.Equal(2, Shapes(new(HistogramFigure.OfGradients(network))).Count);
        Assert.Equal(3, Shapes(new(HistogramFigure.OfActivationGradients(network))).Count);
        Assert.Equal("Weights by layer", HistogramFigure.OfWeights(network).Title);
        Assert.Single(Shapes(new(HistogramFigure.OfWeights(network, name => name == "dense1.bias"))));
        Assert.Throws<ArgumentException>(() => HistogramFigure.OfWeights(network, _ => false));
    }

    [Fact]
    public void SmallMomentsAreShort() =>
        Assert.Contains("tiny: 2e−5 ± 1e−5", new SvgPicture(new HistogramFigure(("tiny", [1e-5f, 3e-5f]))).Texts);

    [Fact]
    public void ValuesAreCopied()
    {
        var values = new float[] { 1, 2, 3 };
        var figure = new HistogramFigure(("group", values));
        var before = figure.ToSvg();
        values[0] = 100;
        Assert.Equal(before, figure.ToSvg());
    }

    [Fact]
    public void BadNumbersAreRefused()
    {
        Assert.Throws<ArgumentException>(() => new HistogramFigure());
        Assert.Throws<ArgumentOutOfRangeException>(() => new HistogramFigure(("a", [1])) { BinCount = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HistogramFigure(("a", [1])) { Columns = 0 });
    }

    private static IReadOnlyList<System.Xml.Linq.XElement> Shapes(SvgPicture svg) =>
        [.. svg.Elements("path").Where(path => path.Attribute("fill")?.Value == FirstColor)];

    private static IEnumerable<(double X, double Y)> Points(System.Xml.Linq.XElement path) => path.Attribute("d")!.Value
        .Split(['M', 'L', 'Z'], StringSplitOptions.RemoveEmptyEntries)
        .Select(point => point.Split(' '))
        .Select(point => (
            double.Parse(point[0], System.Globalization.CultureInfo.InvariantCulture),
            double.Parse(point[1], System.Globalization.CultureInfo.InvariantCulture)));
}
