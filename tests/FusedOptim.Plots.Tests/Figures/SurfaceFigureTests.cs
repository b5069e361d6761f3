using FusedOptim.Rules;
using FusedOptim.Training.Landscapes;

namespace FusedOptim.Training.Plots.Tests;

/// <summary>Paths over contours, and slices of the loss.</summary>
public sealed class SurfaceFigureTests
{
    [Fact]
    public void ContoursAreWhereTheFunctionHasTheirValue()
    {
        // Twice the square of the distance to a node of the grid.
        var values = new double[41, 41];
        for (var row = 0; row < 41; row++)
        {
            for (var column = 0; column < 41; column++)
                values[row, column] = 2 * (Math.Pow(row - 20, 2) + Math.Pow(column - 20, 2));
        }

        var lines = ContourTracing.Trace(values, 200);
        var circle = Assert.Single(lines);
        Assert.Equal(circle[0], circle[^1]);
        Assert.InRange(circle.Count, 60, 120);
        Assert.All(circle, point => Assert.Equal(10, Math.Sqrt(Math.Pow(point.Row - 20, 2) + Math.Pow(point.Column - 20, 2)), 0.02));
        // Larger than the grid: an arc in each corner.
        Assert.Equal(4, ContourTracing.Trace(values, 1000).Count);
        Assert.Empty(ContourTracing.Trace(values, -1));
    }

    [Fact]
    public void SaddlesAreDecidedByTheMiddle()
    {
        Assert.Equal(2, ContourTracing.Trace(new double[,] { { 1, 0 }, { 0, 1 } }, 0.5).Count);
        var joined = ContourTracing.Trace(new double[,] { { 3, 0 }, { 0, 3 } }, 1);
        // The large corners are joined: each line cuts off a small one.
        Assert.All(joined, line => Assert.True(line.All(IsBelow) || line.All(point => !IsBelow(point))));

        static bool IsBelow((double Column, double Row) point) => point.Column > point.Row;
    }

    [Fact]
    public void CellsWithoutValuesHaveNoLine() =>
        Assert.Empty(ContourTracing.Trace(new[,] { { 1, 0 }, { 0, double.NaN } }, 0.5));

    [Fact]
    public void PathsHaveAColourAndANameEach()
    {
        var svg = new SvgPicture(new PathFigure(
            (x, y) => x * x / 20 + y * y, (-10, 10), (-5, 5),
            OptimizerPath.Trace("SGD", new Sgd(LearningRate: 0.9), Gradient, (-7, 2), steps: 30),
            OptimizerPath.Trace("Adam", new Adam(LearningRate: 0.3), Gradient, (-7, 2), steps: 30)));
        Assert.All((string[])["Paths of optimizers", "First parameter", "SGD", "Adam"], text => Assert.Contains(text, svg.Texts));
        Assert.Contains("SGD comes from 6.45 to", svg.Description, StringComparison.Ordinal);
        foreach (var color in (string[])["#0072B2", "#C64E00"])
            Assert.Single(svg.Lines(color), path => path.Attribute("d")!.Value.Count(char.IsLetter) == 31);
        // The shades are inside of the file.
        Assert.All(svg.Elements("image"), image => Assert.StartsWith(
            "data:", image.Attributes().Single(attribute => attribute.Name.LocalName == "href").Value, StringComparison.Ordinal));
    }

    [Fact]
    public void ATraceIsThatOfTheRule()
    {
        var path = OptimizerPath.Trace("SGD", new Sgd(LearningRate: 0.5), (x, y) => (x, 2 * y), (4, 1), steps: 3);
        Assert.Equal([(4, 1), (2, 0), (1, 0), (0.5, 0)], path.Points);
        Assert.InRange(OptimizerPath.Trace("SGD", new Sgd(LearningRate: 100), (x, y) => (x, y), (4, 1), steps: 1000).Points.Count, 2, 20);
        Assert.Throws<ArgumentOutOfRangeException>(() => OptimizerPath.Trace("SGD", new Sgd(), Gradient, (0, 0), steps: 0));
    }

    [Fact]
    public void SlicesHaveTheirAxes()
    {
        var line = new SvgPicture(new LossLineFigure([-1, 0, 1], ("small", [1, 0.1, 1]), ("large", [4, 0.1, double.NaN])));
        Assert.All((string[])["Distance from the weights", "Loss", "small", "large"], text => Assert.Contains(text, line.Texts));
        var surface = new SvgPicture(new LossSurfaceFigure(new double[,] { { 1, 2 }, { 3, double.PositiveInfinity } }, (-1, 1), (0, 2)));
        Assert.Contains("Distance along the first direction", surface.Texts);
        // A level loss has no contours.
        var level = new SvgPicture(new LossSurfaceFigure(new double[,] { { 1, 1 }, { 1, 1 } }, (-1, 1), (-1, 1)));
        Assert.Equal("Losses from 1 to 1.", level.Description);
    }

    [Fact]
    public void SlicesOfANetworkAreDrawnAsTheyAre()
    {
        double[] places = [-1, 0, 1];
        Assert.Equal(
            new LossLineFigure(places, ("a", [3, 1, 2])).ToSvg(), new LossLineFigure(("a", new LossSlice(places, [3, 1, 2]))).ToSvg());
        // Of the surface the first place is that along the first direction, which is horizontal.
        var surface = new LossSurface([-1, 1], [1, 2, 3, 4]);
        Assert.Equal(
            new LossSurfaceFigure(new double[,] { { 1, 3 }, { 2, 4 } }, (-1, 1), (-1, 1)).ToSvg(), new LossSurfaceFigure(surface).ToSvg());
        var exception = Assert.Throws<ArgumentException>(
            () => new LossLineFigure(("a", new LossSlice([0, 1], [1, 2])), ("b", new LossSlice([0, 2], [1, 2]))));
        Assert.Contains("'b' has other places than 'a'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BadDataAreRefused()
    {
        Assert.Throws<ArgumentException>(() => new LossLineFigure([0, 0], ("a", [1, 2])));
        var exception = Assert.Throws<ArgumentException>(() => new LossLineFigure([0, 1], ("a", [1])));
        Assert.Contains("'a' has 1 losses; it must have 2", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new LossSurfaceFigure(new double[1, 5], (0, 1), (0, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LossSurfaceFigure(new double[2, 2], (1, 1), (0, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new PathFigure((x, y) => x, (0, double.NaN), (0, 1), new OptimizerPath("a", [(0, 0)])));
        Assert.Throws<ArgumentException>(() => new PathFigure((x, y) => x, (0, 1), (0, 1)));
        Assert.Throws<ArgumentException>(() => new OptimizerPath("a", []));
    }

    private static (double X, double Y) Gradient(double x, double y) => (x / 10, 2 * y);
}
