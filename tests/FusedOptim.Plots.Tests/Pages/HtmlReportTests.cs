using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace FusedOptim.Training.Plots.Tests;

/// <summary>Pages in one file.</summary>
public sealed partial class HtmlReportTests
{
    /// <summary>The mean of the passes that learn, and what the epoch ended with.</summary>
    [Fact]
    public void TrainingDataThatWereEvaluatedAreAnotherColumn()
    {
        var made = Reports.Make();
        var evaluated = made.Epochs.Select(epoch => epoch with { TrainingEvaluation = new Evaluation(0.0125 * epoch.Epoch, 0.97) }).ToArray();
        var report = made with { Epochs = evaluated, Best = evaluated[3] };
        var text = Parse(HtmlReport.OfRun("Run", report)).Value;
        Assert.Equal(2, text.Split("Loss, training, evaluated").Length - 1);
        Assert.Equal(2, text.Split("Accuracy, training, evaluated").Length - 1);
        Assert.Contains("0.0125", text);
        Assert.Equal(3, text.Split("0.05").Length);
    }

    [Fact]
    public void ThePageOfARunIsWellFormedAndHasBothThemes()
    {
        var page = Parse(HtmlReport.OfRun("Digits <&>", Reports.Make()));
        Assert.Equal("Digits <&>", page.Descendants().Single(element => element.Name.LocalName == "h1").Value);
        var figures = page.Descendants().Where(element => element.Name.LocalName == "figure").ToArray();
        Assert.Equal(2, figures.Length);
        Assert.All(figures, figure => Assert.Equal(
            ["light", "dark"],
            figure.Elements().Where(element => element.Name.LocalName == "svg").Select(svg => svg.Attribute("class")!.Value)));
        var text = page.Value;
        Assert.All(
            (string[])["Norm of gradients", "Learning rate", "best epoch: 4", "Accuracy, validation", "90.00 %", "All epochs were completed."],
            expected => Assert.Contains(expected, text, StringComparison.Ordinal));
    }

    [Fact]
    public void NothingComesFromOtherPlaces()
    {
        var html = HtmlReport.OfRun("Run", Reports.Make()).ToHtml();
        var page = Parse(html);
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "link" or "iframe" or "img");
        Assert.All(
            page.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "href" or "src" && !attribute.IsNamespaceDeclaration),
            attribute => Assert.Matches("^(#|data:)", attribute.Value));
        Assert.DoesNotMatch(Import(), html);
    }

    [Fact]
    public void IdsAreUniqueAndWhatNamesThemExists()
    {
        var page = Parse(HtmlReport.OfRun("Run", Reports.Make()).AddHeading("One").AddHeading("Two").AddHeading("Three"));
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        var names = page.Descendants().Attributes().SelectMany(attribute => Reference().Matches(attribute.Value))
            .Select(match => match.Groups["id"].Value).ToArray();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains(name, ids));
    }

    [Fact]
    public void PartsAreInTheirOrder()
    {
        var page = Parse(new HtmlReport("Page").AddHeading("Paths").AddParagraph("First.").AddCode("a < b\n")
            .AddTable(["name", "value"], [["x", ""], ["y", "2"]]).AddFigures(new LearningCurveFigure(Reports.Make())));
        Assert.Equal(
            ["h1", "h2", "p", "pre", "div", "div"],
            page.Descendants().Single(element => element.Name.LocalName == "main").Elements().Select(element => element.Name.LocalName));
        Assert.Equal("a < b", page.Descendants().Single(element => element.Name.LocalName == "pre").Value);
    }

    [Fact]
    public void WarningsAndTheEndAreTold()
    {
        var report = Reports.Make() with
        {
            Warnings = ["'dense1' has 3 dead units."],
            NonFinite = new NonFiniteStop(7, "dense1", "The loss of step 7 is NaN."),
        };
        var text = Parse(HtmlReport.OfRun("Run", report)).Value;
        Assert.Contains("'dense1' has 3 dead units.", text, StringComparison.Ordinal);
        Assert.Contains("The loss of step 7 is NaN.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void BadPartsAreRefused()
    {
        var page = new HtmlReport("Page");
        Assert.Throws<ArgumentException>(() => new HtmlReport(" "));
        Assert.Throws<ArgumentException>(() => page.AddHeading(""));
        Assert.Throws<ArgumentException>(() => page.AddFigures());
        Assert.Throws<ArgumentException>(() => page.AddTable([], []));
        var exception = Assert.Throws<ArgumentException>(() => page.AddTable(["a", "b"], [["1", "2"], ["3"]]));
        Assert.Contains("Row 1 has 1 texts; it must have 2", exception.Message, StringComparison.Ordinal);
    }

    private static XElement Parse(HtmlReport page) => Parse(page.ToHtml());

    private static XElement Parse(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XElement.Load(reader);
    }

    [GeneratedRegex(@"url\(#(?<id>[^)]+)\)|^#(?<id>(figure|section)\S*)$")]
    private static partial Regex Reference();

    [GeneratedRegex(@"@import|url\((?!#)")]
    private static partial Regex Import();
}
