using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace FusedOptim.Generator.Tests.Refusals;

/// <summary>Source text in which <c>[|</c> and <c>|]</c> stand around each place where a diagnostic is expected.</summary>
internal sealed record MarkedSource(string Text, IReadOnlyList<TextSpan> Spans)
{
    private const string Start = "[|";
    private const string End = "|]";

    /// <summary>Takes the marks out of a text.</summary>
    public static MarkedSource Parse(string marked)
    {
        var spans = new List<TextSpan>();
        for (var start = IndexOf(marked, Start); start >= 0; start = IndexOf(marked, Start))
        {
            marked = marked.Remove(start, Start.Length);
            var end = IndexOf(marked, End);
            marked = marked.Remove(end, End.Length);
            spans.Add(TextSpan.FromBounds(start, end));
        }

        return new(marked, spans);
    }

    /// <summary>The text that a diagnostic underlines.</summary>
    public string Underlined(Diagnostic diagnostic) => Text.Substring(
        diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length);

    private static int IndexOf(string text, string mark) => text.IndexOf(mark, StringComparison.Ordinal);
}
