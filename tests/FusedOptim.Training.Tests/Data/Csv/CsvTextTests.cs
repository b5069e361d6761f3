using System.Text;
using FusedOptim.Training.Data;

namespace FusedOptim.Training.Tests;

/// <summary>Encodings, comments, separators, and progress.</summary>
public class CsvTextTests
{
    private const string Text = "größe,Farbe\n1,grün\n2,blau\n";

    public static TheoryData<Encoding> Marked => new(
        new UTF8Encoding(true), new UTF8Encoding(false), Encoding.Unicode, Encoding.BigEndianUnicode);

    [Theory]
    [MemberData(nameof(Marked))]
    public void EncodingsAreRecognizedByTheirMark(Encoding encoding)
    {
        byte[] content = [.. encoding.GetPreamble(), .. encoding.GetBytes(Text)];
        foreach (var stream in new Stream[] { new MemoryStream(content), new ForwardStream(IdxBytes.Compress(content), piece: 1) })
        {
            var data = CsvDataset.Load(stream);
            Assert.Equal(["größe"], data.FeatureNames);
            Assert.Equal(["blau", "grün"], data.ClassNames);
        }
    }

    [Fact]
    public void AnEncodingWithoutAMarkIsStated()
    {
        var latin = Encoding.Latin1.GetBytes(Text);
        Assert.Equal(["blau", "grün"], CsvDataset.Load(new MemoryStream(latin), new CsvOptions { Encoding = Encoding.Latin1 }).ClassNames);
        var error = Assert.Throws<InvalidDataException>(() => CsvDataset.Load(new MemoryStream(latin)));
        Assert.StartsWith(
            "<stream>, line 1: the name of column 1, 'gr\uFFFD\uFFFDe': it has bytes that are not text in the encoding of the file. Save the file " +
            "as UTF-8, or set Encoding", error.Message);
        var unicode = Encoding.Unicode.GetBytes("1,2,0\n");
        error = Assert.Throws<InvalidDataException>(() => CsvDataset.Load(new MemoryStream(unicode)));
        Assert.Contains("or set Encoding to Encoding.Unicode", error.Message);
        Assert.Equal([1, 2], CsvDataset.Load(new MemoryStream(unicode), new CsvOptions { Encoding = Encoding.Unicode }).Features.ToArray());
        Assert.Throws<ArgumentNullException>("Encoding", () => new CsvOptions { Encoding = null! });
    }

    [Theory]
    [InlineData("# by \"hand\n#, ; 5\" pipes\n1;2;0\n# \"\n3;4;1\n#")]
    [InlineData("\n#\r\n# x\r\n1;2;0\r\n#x\r\n\r\n3;4;1\r\n")]
    [InlineData("#;;;\r1;2;0\r#;;\r3;4;1\r")]
    public void CommentsAreLeftOut(string text)
    {
        foreach (var piece in new[] { 1, 2, 3, 100 })
        {
            using var stream = new ForwardStream(Encoding.UTF8.GetBytes(text), piece);
            var data = CsvDataset.Load(stream, new CsvOptions { Comment = '#' });
            Assert.Equal([1, 2, 3, 4], data.Features.ToArray());
            Assert.Equal([0, 1], data.Labels.ToArray());
        }
    }

    [Fact]
    public void LinesAreCountedWithCommentsAndEmptyOnes()
    {
        CsvTexts.AssertRefused(
            "# 1\r\n\r\n1,2,0\r\n# \"4\r\n\r\n1,x,0\r\n", ", line 6, column 2 (index 1): 'x' is not a finite number.", new() { Comment = '#' });
        Assert.Equal(["#a", "b"], CsvTexts.Load("1,\"#a\"\n2,\"b\"\n", new CsvOptions { Comment = '#' }).ClassNames);
        Assert.Equal(["a\n#b", "c"], CsvTexts.Load("1,\"a\n#b\"\n2,c\n", new CsvOptions { Comment = '#' }).ClassNames);
    }

    [Fact]
    public void AFileOfCommentsAloneIsEmpty() =>
        CsvTexts.AssertRefused("# a\n\n# b", " is empty; it must have at least one example.", new() { Comment = '#' });

    [Theory]
    [InlineData('"')]
    [InlineData('#')]
    [InlineData('\n')]
    [InlineData('é')]
    public void CharactersThatCannotSeparateAreRefused(char separator) =>
        Assert.Throws<ArgumentOutOfRangeException>("Separator", () => new CsvOptions { Separator = separator });

    [Fact]
    public void OtherSeparatorsAreStated()
    {
        Assert.Equal([1, 2], CsvTexts.Load("1 2 0\n", new CsvOptions { Separator = ' ' }).Features.ToArray());
        Assert.Equal([1, 2], CsvTexts.Load("1:2:0\n", new CsvOptions { Separator = ':' }).Features.ToArray());
    }

    [Fact]
    public void SeparatorsInQuotesDoNotCount() =>
        Assert.Equal(["a;;;;", "b"], CsvTexts.LoadUnlabeled("\"a;;;;\",b\n1,2\n").FeatureNames);

    [Fact]
    public void ProgressIsReportedToTheEnd()
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1.25,2.5,0\n", 1_000_000)));
        var reports = new List<CsvProgress>();
        var data = CsvDataset.Load(new MemoryStream(content), progress: new Immediate(reports));
        Assert.Equal(new CsvProgress(1_000_000, content.Length, content.Length), reports[^1]);
        Assert.InRange(reports.Count, 3, 10);
        Assert.Equal(reports.OrderBy(report => report.Position), reports);
        Assert.InRange(reports[0].RowCount, 300_000, 500_000);
        Assert.Equal(1_000_000, data.Count);
        reports.Clear();
        CsvDataset.Load(new StringReader("1,0\n"), progress: new Immediate(reports));
        Assert.Equal([new CsvProgress(1, 4, null)], reports);
    }

    [Fact]
    public void ReadingIsCancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1.25,2.5,0\n", 1_000_000)));
        var reports = new List<CsvProgress>();
        Assert.Throws<OperationCanceledException>(() => CsvDataset.Load(
            new MemoryStream(content), progress: new Immediate(reports, cancellation.Cancel), cancellationToken: cancellation.Token));
        Assert.Single(reports);
    }

    private sealed class Immediate(List<CsvProgress> reports, Action? then = null) : IProgress<CsvProgress>
    {
        public void Report(CsvProgress value)
        {
            reports.Add(value);
            then?.Invoke();
        }
    }

    /// <summary>Excel writes the line. Without it, line 2 would be split at its commas.</summary>
    [Theory]
    [InlineData("sep=;\r\n1,5;2\r\n2,5;0\r\n", 1.5f)]
    [InlineData("\uFEFFSEP=;\n1,5;2\n2,5;0\n", 1.5f)]
    [InlineData("sep=\t\n1,5\t2\n2,5\t0\n", 1.5f)]
    [InlineData("\nsep=!\n1,5!2\n2,5!0\n", 1.5f)]
    public void AFirstLineStatesTheSeparator(string text, float expected)
    {
        var data = CsvTexts.Load(text, new CsvOptions { DecimalComma = true });
        Assert.Equal((2, 1, expected), (data.Count, data.FeatureCount, data.Features[0]));
    }

    [Fact]
    public void AStatedSeparatorIsStrongerThanThatOfTheFirstLine()
    {
        Assert.Equal([1, 2], CsvTexts.Load("sep=;\n1,2,0\n", new CsvOptions { Separator = ',' }).Features.ToArray());
        CsvTexts.AssertRefused("sep=;\na;b;c\n1;2;0\n1;x;0\n", ", line 4, column 2 'b': 'x' is not a finite number.");
        CsvTexts.AssertRefused("sep=;\n", " is empty");
    }

    [Fact]
    public void ALineThatStatesNoSeparatorIsAHeader() =>
        Assert.Equal(["sep=a"], CsvTexts.LoadUnlabeled("sep=a\n1\n").FeatureNames);
}
