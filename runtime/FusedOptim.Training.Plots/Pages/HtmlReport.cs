using System.Text;
using System.Xml.Linq;

namespace FusedOptim.Training.Plots;

/// <summary>
/// A page with headings, texts, tables and figures, in one HTML file that needs nothing else: no scripts, no fonts and no pictures from
/// other places. It can be read at a width of 600 pixels, and follows the reader's choice of a light or a dark background.
/// </summary>
/// <remarks>Figures are inline SVG, one for each theme. The page is also well-formed XML.</remarks>
/// <example><code>
/// HtmlReport.OfRun("Digits, AdamW", report)
///     .AddHeading("Mistakes")
///     .AddFigure(new ConfusionMatrixFigure(trainer.ComputeConfusionMatrix(validation)))
///     .Save("report.html");
/// </code></example>
public sealed class HtmlReport
{
    private static readonly XNamespace s_html = "http://www.w3.org/1999/xhtml";

    private readonly string _title;
    private readonly List<XElement> _content = [];
    private readonly List<(string Id, string Text)> _headings = [];
    private int _figures;

    /// <summary>Initializes a new instance of a page without content.</summary>
    /// <param name="title">The title.</param>
    /// <exception cref="ArgumentException">The title is empty.</exception>
    public HtmlReport(string title)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        _title = title;
    }

    /// <summary>Creates the report of a run: its result, learning curves, gradient norms and learning rates, warnings, and a table of its
    /// epochs. Other parts can be added.</summary>
    /// <param name="title">The title.</param>
    /// <param name="report">What <see cref="Trainer.Fit"/> returned.</param>
    /// <exception cref="ArgumentException">The title is empty.</exception>
    public static HtmlReport OfRun(string title, TrainingReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var page = new HtmlReport(title);
        RunContent.AddTo(page, report);
        return page;
    }

    /// <summary>Adds a heading. Pages with at least three headings begin with a list of them.</summary>
    /// <param name="text">The text.</param>
    /// <returns>This page.</returns>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public HtmlReport AddHeading(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var id = Invariant($"section-{_headings.Count + 1}");
        _headings.Add((id, text));
        return Add(new XElement(s_html + "h2", new XAttribute("id", id), text));
    }

    /// <summary>Adds a paragraph.</summary>
    /// <param name="text">The text, which is shown as it is: it has no markup.</param>
    /// <returns>This page.</returns>
    public HtmlReport AddParagraph(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Add(new XElement(s_html + "p", text));
    }

    /// <summary>Adds lines of code, or other text with a fixed width.</summary>
    /// <param name="text">The text.</param>
    /// <returns>This page.</returns>
    public HtmlReport AddCode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Add(new XElement(s_html + "pre", text.ReplaceLineEndings("\n").TrimEnd('\n')));
    }

    /// <summary>Adds a table.</summary>
    /// <param name="headings">The heading of each column; at least one.</param>
    /// <param name="rows">The texts of each row, as many as there are headings.</param>
    /// <returns>This page.</returns>
    /// <exception cref="ArgumentException">No column is given, or a row has another number of texts.</exception>
    public HtmlReport AddTable(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows) =>
        Add(Table(headings, rows));

    /// <summary>Adds figures: one across the page, several beside each other where there is room.</summary>
    /// <param name="figures">The figures, each in the size that it has by default; at least one.</param>
    /// <returns>This page.</returns>
    /// <exception cref="ArgumentException">No figure is given.</exception>
    public HtmlReport AddFigures(params IEnumerable<Figure> figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        XElement[] elements = [.. figures.Select(figure => FigureElement(figure, null, null))];
        return elements.Length > 0
            ? Add(new XElement(s_html + "div", new XAttribute("class", "figures"), elements))
            : throw new ArgumentException("There is no figure; there must be at least one.", nameof(figures));
    }

    /// <summary>Adds a figure across the page.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="width">The width that it is drawn for, in pixels; <see cref="Figure.DefaultWidth"/> by default. A narrower page shows
    /// it smaller.</param>
    /// <param name="height">The height; <see cref="Figure.DefaultHeight"/> by default.</param>
    /// <returns>This page.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is not from 100 to 16,384.</exception>
    public HtmlReport AddFigure(Figure figure, int? width = null, int? height = null) => Add(FigureElement(figure, width, height));

    /// <summary>Returns the page.</summary>
    public string ToHtml()
    {
        var page = new XElement(
            s_html + "html",
            new XAttribute("lang", "en"),
            new XElement(
                s_html + "head",
                new XElement(s_html + "meta", new XAttribute("charset", "utf-8")),
                new XElement(
                    s_html + "meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                new XElement(s_html + "title", _title),
                new XElement(s_html + "style", ReadStyle())),
            new XElement(
                s_html + "body",
                new XElement(s_html + "main", new XElement(s_html + "h1", _title), Contents(), _content)));
        return "<!DOCTYPE html>\n" + page.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    /// <summary>Saves the page.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        File.WriteAllText(path, ToHtml());
    }

    /// <summary>Adds a table of names and values, which has no headings.</summary>
    internal HtmlReport AddFacts(IEnumerable<(string Name, string Value)> facts) => Add(new XElement(
        s_html + "div", new XAttribute("class", "wide"),
        new XElement(s_html + "table", new XAttribute("class", "facts"), facts.Select(fact => new XElement(
            s_html + "tr", new XElement(s_html + "th", fact.Name), new XElement(s_html + "td", fact.Value))))));

    /// <summary>Adds a table that is folded up at first.</summary>
    internal HtmlReport AddFoldedTable(string summary, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows) => Add(
        new XElement(s_html + "details", new XElement(s_html + "summary", summary), Table(headings, rows)));

    private static XElement Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(headings);
        ArgumentNullException.ThrowIfNull(rows);
        if (headings.Count == 0)
            throw new ArgumentException("The table has no columns; it must have at least one.", nameof(headings));
        IReadOnlyList<string>[] all = [.. rows];
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i].Count != headings.Count)
            {
                throw new ArgumentException(
                    Invariant($"Row {i} has {all[i].Count} texts; it must have {headings.Count}, one for each heading."), nameof(rows));
            }
        }

        return new XElement(s_html + "div", new XAttribute("class", "wide"), new XElement(
            s_html + "table",
            new XElement(s_html + "thead", new XElement(s_html + "tr", headings.Select(text => new XElement(s_html + "th", text)))),
            new XElement(s_html + "tbody", all.Select(
                row => new XElement(s_html + "tr", row.Select(text => new XElement(s_html + "td", text)))))));
    }

    private static string ReadStyle()
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("page.css")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return "\n" + reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private XElement? Contents() => _headings.Count < 3 ? null : new XElement(s_html + "nav", new XElement(
        s_html + "ol", _headings.Select(heading => new XElement(
            s_html + "li", new XElement(s_html + "a", new XAttribute("href", "#" + heading.Id), heading.Text)))));

    private XElement FigureElement(Figure figure, int? width, int? height)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var name = Invariant($"figure-{++_figures}");
        return new XElement(
            s_html + "figure", new XAttribute("id", name),
            Enum.GetValues<Theme>().Select(theme =>
            {
                var themeName = theme.ToString().ToLowerInvariant();
                var svg = XElement.Parse(figure.ToSvg(width, height, theme, $"{name}-{themeName}-"));
                svg.SetAttributeValue("class", themeName);
                svg.SetAttributeValue("style", Invariant($"max-width: {width ?? figure.DefaultWidth}px"));
                return svg;
            }),
            new XElement(s_html + "figcaption", figure.Description));
    }

    private HtmlReport Add(XElement element)
    {
        _content.Add(element);
        return this;
    }
}
