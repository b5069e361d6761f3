using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace FusedOptim.Samples.Tests;

/// <summary>The sample that draws paths.</summary>
public sealed partial class TrajectoriesTests : IDisposable
{
    private const int Steps = 40;
    private static readonly string[] Rules = ["sgd", "adam", "rprop"];
    private static readonly string[] Surfaces = ["bowl", "ravine", "saddle", "beale", "rosenbrock"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fusedoptim-trajectories-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void EveryPictureHasThePathsThatWereAskedFor()
    {
        Draw();
        foreach (var surface in Surfaces)
        {
            var picture = Load(surface + ".svg");
            Assert.Equal(Rules, RulesOf(picture));
            // Contours too: there is more to a picture than paths.
            Assert.True(picture.Descendants().Count(element => HasClass(element, "band")) > 8, surface);
            AssertFinite(picture);
        }
    }

    [Fact]
    public void ThePageHasAllSurfacesAndATableOfEach()
    {
        Draw();
        var page = Load("trajectories.html");
        var cards = page.Descendants().Where(element => HasClass(element, "card")).ToArray();
        Assert.Equal(Surfaces.Length, cards.Length);
        foreach (var card in cards)
        {
            // The contours and, below them, the values.
            Assert.Equal([.. Rules, .. Rules], RulesOf(card));
            var rows = card.Descendants().Single(element => element.Name.LocalName == "tbody").Elements();
            Assert.Equal(Rules, rows.Select(row => row.Attribute("data-rule")!.Value));
        }

        AssertFinite(page);
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName is "src" or "href");
    }

    [Fact]
    public void PathsHaveAPointForEachStepAndComeDown()
    {
        Draw();
        foreach (var surface in Surfaces)
        {
            foreach (var line in Lines(Load(surface + ".svg")))
                Assert.Equal(Steps + 1, line.Attribute("points")!.Value.Split(' ').Length);
        }

        // Below the contours of the first card, the values of f: downwards is larger.
        var card = Load("trajectories.html").Descendants().First(element => HasClass(element, "card"));
        foreach (var line in Lines(card).Skip(Rules.Length))
        {
            var heights = line.Attribute("points")!.Value.Split(' ')
                .Select(point => Number(point.Split(',')[1])).ToArray();
            Assert.True(heights[^1] > heights[0] + 5, string.Join(' ', heights));
        }
    }

    [Fact]
    public void AContourIsWhereTheSurfaceHasOneValue()
    {
        Draw();
        var ravine = Load("ravine.svg");
        // From places in the picture to the plane, by the labels of the axes.
        var (scaleX, originX) = AxisOf(ravine, "middle", "x", offset: 0);
        var (scaleY, originY) = AxisOf(ravine, "end", "y", offset: -4);
        var (sine, cosine) = Math.SinCos(Math.PI / 6);
        var frame = ravine.Descendants().First(element => HasClass(element, "frame"));
        var contours = 0;
        foreach (var band in ravine.Descendants().Where(e => HasClass(e, "band") && e.Name.LocalName == "path"))
        {
            var heights = new List<(double Value, double Slope)>();
            foreach (var point in Loop().Matches(band.Attribute("d")!.Value).Where(point => IsInside(frame, point)))
            {
                var (x, y) = (Number(point.Groups[1].Value) * scaleX + originX, Number(point.Groups[2].Value) * scaleY + originY);
                var (along, across) = (cosine * x + sine * y, cosine * y - sine * x);
                heights.Add(((along * along + 100 * across * across) / 2, double.Hypot(along, 100 * across)));
            }

            if (heights.Count == 0)
                continue;
            contours++;
            // No point is farther from the contour than a third of a pixel.
            var level = heights.Select(height => height.Value).Order().ElementAt(heights.Count / 2);
            Assert.All(heights, height => Assert.InRange(
                Math.Abs(height.Value - level) / height.Slope, 0, Math.Abs(scaleX) / 3));
        }

        Assert.True(contours > 8, $"{contours} contours");
    }

    /// <summary>In the ravine and in the bowl, where steps across are longer than steps along.</summary>
    [Theory]
    [InlineData("bowl")]
    [InlineData("ravine")]
    public void GradientDescentZigzags(string surface)
    {
        Draw("sgd", "momentum");
        var line = Lines(Load(surface + ".svg")).First();
        Point[] points = [.. line.Attribute("points")!.Value.Split(' ').Select(pair => pair.Split(','))
            .Select(pair => new Point(Number(pair[0]), Number(pair[1])))];
        var turns = 0;
        for (var i = 2; i < 12; i++)
        {
            var (before, after) = (points[i - 1] - points[i - 2], points[i] - points[i - 1]);
            turns += before.X * after.X + before.Y * after.Y < 0 ? 1 : 0;
        }

        Assert.InRange(turns, 8, 10);
    }

    /// <summary>Each with its best rate.</summary>
    [Fact]
    public void MomentumLeavesTheSaddleInHalfTheSteps()
    {
        Run("--steps", "300", "--rule", "sgd", "momentum");
        var saddle = Load("trajectories.html").Descendants().Where(element => HasClass(element, "card"))
            .Single(card => card.Elements().First().Value == "Saddle");
        var steps = saddle.Descendants().Single(element => element.Name.LocalName == "tbody").Elements()
            .ToDictionary(row => row.Attribute("data-rule")!.Value, row => Number(row.Elements().Last().Value));
        Assert.InRange(steps["heavyball"], 1, steps["sgd"] / 2);
    }

    [Fact]
    public void ARuleHasItsColourWhateverIsDrawnBesideIt()
    {
        Draw("adam");
        var alone = Lines(Load("ravine.svg")).Single().Parent!.Attribute("class")!.Value;
        Draw("sgd", "yogi", "adam");
        var paths = Lines(Load("ravine.svg")).ToArray();
        Assert.Equal(alone, paths[2].Parent!.Attribute("class")!.Value);
        // Beyond eight rules, dashes tell those of one colour apart.
        Assert.Null(paths[2].Attribute("stroke-dasharray"));
        Assert.NotNull(paths[1].Attribute("stroke-dasharray"));
    }

    [Fact]
    public void OneRateForAllAndOneRuleBesideAnother()
    {
        Assert.Equal(2, Run("--steps", "20", "--rule", "sgd", "velocity", "--rate", "0.01", "--apart").Split('\n')
            .SkipWhile(line => !line.StartsWith("Ravine", StringComparison.Ordinal)).Skip(1).Take(2)
            .Count(line => line.Contains("rate 0.01 ", StringComparison.Ordinal)));
        var panels = Load("ravine-apart.svg");
        Assert.Equal(["sgd", "velocity"], RulesOf(panels));
        var names = panels.Descendants().Where(element => element.Name.LocalName == "clipPath").Select(clip => clip.Attribute("id")!.Value).ToArray();
        Assert.Equal(2, names.Distinct().Count());
        AssertFinite(panels);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("NaN")]
    public void ARateThatIsNoneIsRefused(string rate)
    {
        var (exitCode, output) = SampleProgram.Run("Trajectories", "--rate", rate, "--output", _folder.FullName);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("it must be greater than 0", output);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void ARuleThatDoesNotExistIsRefused()
    {
        var (exitCode, output) = SampleProgram.Run("Trajectories", "--rule", "sdg", "--output", _folder.FullName);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("'sdg'", output);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    [Trait("Kind", "Documented")]
    public void TheHelpFitsATerminal()
    {
        var (exitCode, output) = SampleProgram.Run("Trajectories", "--help");
        Assert.Equal(0, exitCode);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 100));
        Assert.Contains("prodigy", output);
    }

    /// <summary>The paths that come to it end in dots of their own.</summary>
    [Fact]
    [Trait("Kind", "Documented")]
    public void NoHeadOfAPathHidesAMinimum()
    {
        Draw();
        var paths = Load("ravine.svg").Descendants().Single(element => HasClass(element, "paths"));
        Assert.True(HasClass(paths.Elements().Last(), "star"), $"{paths.Elements().Last()}");
    }

    private void Draw(params string[] rules) => Run(["--steps", $"{Steps}", "--rule", .. rules.Length == 0 ? Rules : rules]);

    private string Run(params string[] arguments)
    {
        var (exitCode, output) = SampleProgram.Run("Trajectories", ["--output", _folder.FullName, .. arguments]);
        Assert.True(exitCode == 0, output);
        return output;
    }

    private readonly record struct Point(double X, double Y)
    {
        public static Point operator -(Point left, Point right) => new(left.X - right.X, left.Y - right.Y);
    }

    // Throws where it is not well-formed.
    private XElement Load(string name)
    {
        using var reader = XmlReader.Create(
            Path.Combine(_folder.FullName, name), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XElement.Load(reader);
    }

    private static IEnumerable<XElement> Lines(XElement root) => root.Descendants()
        .Where(element => HasClass(element, "line") && HasClass(element.Parent!.Parent!, "paths"));

    private static IEnumerable<string> RulesOf(XElement root) =>
        Lines(root).Select(line => line.Parent!.Attribute("data-rule")!.Value);

    // The unit and the zero of an axis: the line through its first and its last label.
    private static (double Scale, double Origin) AxisOf(XElement picture, string anchor, string coordinate, double offset)
    {
        var labels = picture.Descendants()
            .Where(element => HasClass(element, "label") && element.Attribute("text-anchor")!.Value == anchor)
            .Select(label => (
                Value: Number(label.Value.Replace('−', '-')),
                Place: Number(label.Attribute(coordinate)!.Value) + offset)).ToArray();
        var scale = (labels[^1].Value - labels[0].Value) / (labels[^1].Place - labels[0].Place);
        return (scale, labels[0].Value - scale * labels[0].Place);
    }

    private static bool IsInside(XElement frame, Match point)
    {
        var (left, top) = (Number(frame.Attribute("x")!.Value), Number(frame.Attribute("y")!.Value));
        var (x, y) = (Number(point.Groups[1].Value) - left, Number(point.Groups[2].Value) - top);
        return x > 0 && y > 0 && x < Number(frame.Attribute("width")!.Value) && y < Number(frame.Attribute("height")!.Value);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static bool HasClass(XElement element, string name) =>
        element.Attribute("class")?.Value.Split(' ').Contains(name) == true;

    private static void AssertFinite(XElement root)
    {
        string[] numeric = ["points", "d", "x", "y", "cx", "cy", "x1", "y1", "x2", "y2", "width", "height", "viewBox"];
        foreach (var attribute in root.Descendants().Attributes().Where(a => numeric.Contains(a.Name.LocalName)))
        {
            foreach (var part in Separators().Split(attribute.Value).Where(part => part.Length > 0))
                Assert.True(double.IsFinite(Number(part)), $"{attribute}");
        }
    }

    [GeneratedRegex(@"[ML](\S+) ([^MLZ]+)")]
    private static partial Regex Loop();

    [GeneratedRegex("[ ,MLhZ]+")]
    private static partial Regex Separators();
}
