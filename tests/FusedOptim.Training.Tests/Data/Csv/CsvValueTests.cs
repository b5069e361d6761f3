using FusedOptim.Training.Data;

namespace FusedOptim.Training.Tests;

/// <summary>Values that are numbers, and the messages on those that are not.</summary>
public class CsvValueTests
{
    [Theory]
    [InlineData("1e-3", 1e-3f)]
    [InlineData("+.5", 0.5f)]
    [InlineData("\"1\"", 1)]
    [InlineData("\" 1 \"", 1)]
    [InlineData(" \"1\" ", 1)]
    [InlineData("3.4028235e38", float.MaxValue)]
    [InlineData("1e-50", 0)]
    [InlineData("0.1234567890123456789012345678901234567890", 0.12345679f)]
    public void NumbersAreReadInEveryForm(string value, float expected) =>
        Assert.Equal(expected, CsvTexts.Load($"{value},0\n").Features[0]);

    [Fact]
    public void ZeroKeepsItsSign() => Assert.True(float.IsNegative(CsvTexts.Load("-0.0,0\n").Features[0]));

    [Fact]
    public void NumbersMayHaveADecimalComma()
    {
        var options = new CsvOptions { DecimalComma = true };
        Assert.Equal([1.5f, 2.5f], CsvTexts.Load("1,5;2,5;0\n", options).Features.ToArray());
        Assert.Equal([1.5f, 2.5f], CsvTexts.Load("\"1,5\",\"2,5\",\"0\"\n", options with { Separator = ',' }).Features.ToArray());
        Assert.Equal([0.5f, 400], CsvTexts.Load(",5\t4,0e2\t3,0\n,5\t4,0e2\t0\n", options).GetRow(0).ToArray());
        Assert.Equal([3, 0], CsvTexts.Load(",5\t4,0e2\t3,0\n,5\t4,0e2\t0\n", options).Labels.ToArray());
    }

    [Theory]
    [InlineData("1\0,2,0\n", "line 1, column 1 (index 0): '1\\u0000' is not a finite number. There is a zero byte")]
    [InlineData("1,\u00002,0\n", "line 1, column 2 (index 1): '\\u00002' is not a finite number. There is a zero byte")]
    [InlineData("1,2,0\n1,2\0\0,0\n", "line 2, column 2 (index 1): '2\\u0000\\u0000' is not a finite number. There is a zero byte")]
    [InlineData("1,2,0\n1,\"2,5\",0\n", "line 2, column 2 (index 1): '\"2,5\"' is not a finite number. If the comma is a decimal comma, set DecimalComma")]
    [InlineData("1;2,5;0\n", "line 1, column 2 (index 1): '2,5' is not a finite number. If the comma is a decimal comma, set DecimalComma")]
    [InlineData("1,5;2,5\n", "line 1, column 2 (index 1): '5;2' is not a finite number. If ';' separates values, set Separator to it.")]
    [InlineData("1\t2,0\n", "line 1, column 1 (index 0): '1\\u00092' is not a finite number. If tabs separate values, set Separator to '\\t'.", ',')]
    [InlineData("1,2,0\n1,cat,0\n", "line 2, column 2 (index 1): 'cat' is not a finite number. No value before it in the column is a text. Correct it, or if it means that the value is missing, set MissingMarkers to [.. CsvOptions.DefaultMissingMarkers, \"cat\"]. If the column has texts, state it in Categories or Ignored.")]
    [InlineData("a,b,c\n1,cat,0\n", "line 2, column 2 'b': 'cat' is not a finite number. If the column is the label, set Label to \"b\"; if its texts are categories, set Categories to [\"b\"]; if it is not a feature, set Ignored to [\"b\"].")]
    [InlineData("x,1,label\n1,2,0\n", "line 1, column 1 (index 0): 'x' is not a finite number. If line 1 is a header, set Header to true.")]
    [InlineData("1e400,2,0\n", "line 1, column 1 (index 0): '1e400' is not a finite number. Numbers of single precision go from -3.4028235E+38")]
    [InlineData("1,-1e39,0\n", "line 1, column 2 (index 1): '-1e39' is not a finite number. Numbers of single precision go from -3.4028235E+38")]
    [InlineData("1,Infinity,0\n", "line 1, column 2 (index 1): 'Infinity' is not a finite number. Numbers of single precision go from -3.4028235E+38")]
    [InlineData("1,٣,0\n", "line 1, column 2 (index 1): '٣' is not a finite number.")]
    [InlineData("1,0x10,0\n", "line 1, column 2 (index 1): '0x10' is not a finite number.")]
    [InlineData("1,2 3,0\n", "line 1, column 2 (index 1): '2 3' is not a finite number.")]
    public void AMessageSaysWhatIsWrongAndWhatToDo(string text, string message, char? separator = null) =>
        CsvTexts.AssertRefused(text, $", {message}", new CsvOptions { Separator = separator });

    [Fact]
    public void AMessageOnADecimalPointSaysThatACommaIsExpected() =>
        CsvTexts.AssertRefused(
            "1.5;0\n", ", line 1, column 1 (index 0): '1.5' is not a finite number. DecimalComma is set: write decimals with a comma, and " +
            "remove points.", new() { DecimalComma = true });

    [Fact]
    public void AMessageDoesNotAdviseWhatIsDone() =>
        CsvTexts.AssertRefused(
            "label,name\n1,cat\n", ", line 2, column 2 'name': 'cat' is not a finite number. If its texts are categories, set Categories to " +
            "[\"name\"]; if it is not a feature, set Ignored to [\"name\"].", new() { Label = "label" });

    [Fact]
    public void AMessageOnOneBadTargetDoesNotSayThatTheColumnIsText() =>
        CsvTexts.AssertRefused(
            ", line 3, column 2 'b': 'n.d.' is not a finite number. No value before it in the column is a text. Correct it, or if it means " +
            "that the value is missing, set MissingMarkers to [.. CsvOptions.DefaultMissingMarkers, \"n.d.\"].",
            () => CsvTexts.LoadWithTargets("a,b\n1,2\n3,n.d.\n"));

    [Fact]
    public void AMessageOnTargetsSaysWhatReadsTexts() =>
        CsvTexts.AssertRefused(
            ", line 2, column 2 'b': 'cat' is not a finite number. Use Load for labels that are texts.",
            () => CsvTexts.LoadWithTargets("a,b\n1,cat\n"));

    [Theory]
    [InlineData("1,2,0\n1,\"2,0\n1,2,0\n", ", line 2: there are 2 values; there must be 3, as in line 1. Check its quotes")]
    [InlineData("1,2,0\n1,5\" pipe,0\n1,2,0\n", ", line 2: there are 2 values; there must be 3, as in line 1. Check its quotes")]
    [InlineData("1,2,0\n1,2,\"0\n", ", line 2, column 3 (index 2): the label '\"0\\u000A': its quotes are not closed.")]
    [InlineData("1,2,0\n1,2\"\"3,0\n", ", line 2, column 2 (index 1): '2\"\"3' is not a finite number.")]
    [InlineData("a,\"b,c\n1,2,0\n", ", line 1: the name of column 2, '\"b,c\\u000A1,2,0\\u000A': its quotes are not closed.")]
    public void QuotesThatAreNotClosedAreNamed(string text, string message) => CsvTexts.AssertRefused(text, message);

    [Fact]
    public void AMessageIsNotAsLongAsTheValue()
    {
        var error = Assert.Throws<InvalidDataException>(() => CsvTexts.Load($"1,2,0\n{new string('x', 100_000)},2,0\n"));
        Assert.InRange(error.Message.Length, 50, 300);
    }

    [Theory]
    [InlineData("1,2\n")]
    [InlineData("")]
    public void ALineHasALimit(string start)
    {
        var text = start + new string('1', 1 << 24) + ",2\n";
        var line = start.Length == 0 ? 1 : 2;
        CsvTexts.AssertRefused(
            text, $", line {line}: the line is too long; a line must have fewer than 16000000 characters. If its quotes are not closed, close them.");
    }

    [Theory]
    [InlineData("1,2\n")]
    [InlineData("")]
    public void ALineBelowTheLimitIsRead(string start)
    {
        var text = start + "1" + new string(' ', 15_999_990) + ",2\n";
        Assert.Equal(start.Length == 0 ? 1 : 2, CsvTexts.Load(text).Count);
    }

    [Theory]
    [InlineData("1,2\n")]
    [InlineData("")]
    public void NoLineNearTheLimitIsAnotherException(string start)
    {
        for (var length = (1 << 24) - 40_000; length < (1 << 24) + 10_000; length += 9_999)
        {
            var error = Record.Exception(() => CsvTexts.Load(start + "1" + new string(' ', length) + ",2\n"));
            Assert.True(error is null or InvalidDataException, error?.ToString());
        }
    }

    [Fact]
    public void ALongLineIsRead()
    {
        var text = string.Join(',', Enumerable.Repeat("12345", 100_000)) + ",1\n";
        Assert.Equal(100_000, CsvTexts.Load(text + text.Replace(",1\n", ",0\n")).FeatureCount);
    }
}
