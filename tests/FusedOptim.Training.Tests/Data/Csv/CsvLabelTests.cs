using FusedOptim.Training.Data;

namespace FusedOptim.Training.Tests;

/// <summary>Labels: numbers of classes, or names.</summary>
public class CsvLabelTests
{
    [Theory]
    [InlineData("3.0", 3)]
    [InlineData("3.", 3)]
    [InlineData("3e0", 3)]
    [InlineData("1e1", 10)]
    [InlineData(" 3.00 ", 3)]
    [InlineData("\"3\"", 3)]
    [InlineData("+3", 3)]
    [InlineData("-0", 0)]
    [InlineData("-0.0", 0)]
    public void AWholeNumberIsALabelHoweverItIsWritten(string label, int expected)
    {
        var data = CsvTexts.Load($"1,0\n1,{label}\n");
        Assert.Equal([0, expected], data.Labels.ToArray());
        Assert.Equal(expected + 1, data.ClassCount);
    }

    [Theory]
    [InlineData("1,3\n1,1\n1,2\n1,2.0\n", "1 2 3", "2 0 1 1")]
    [InlineData("1,10\n1,9\n1,10\n", "9 10", "1 0 1")]
    [InlineData("1,-1\n1,1\n", "-1 1", "0 1")]
    [InlineData("1,5000000000\n1,0\n", "0 5000000000", "1 0")]
    [InlineData("1,dog\n1,Cat\n1,dog\n1,cat\n", "Cat cat dog", "2 0 2 1")]
    [InlineData("1,7\n1,x\n1,07\n", "07 7 x", "1 2 0")]
    [InlineData("1,\"dog\"\n1, dog \n1,\" dog\"\n", "dog", "0 0 0")]
    public void OtherLabelsAreNamesInTheirOrder(string text, string names, string labels)
    {
        var data = CsvTexts.Load(text);
        Assert.Equal(names.Split(' '), data.ClassNames);
        Assert.Equal(labels, string.Join(' ', data.Labels.ToArray()));
    }

    [Fact]
    public void NamesOfClassesGiveTheirOrder()
    {
        var options = new CsvOptions { ClassNames = ["low", "middle", "high", "none"] };
        var data = CsvTexts.Load("1,high\n1,low\n1,none\n", options);
        Assert.Equal([2, 0, 3], data.Labels.ToArray());
        Assert.Equal(["low", "middle", "high", "none"], data.ClassNames);
        var numbers = CsvTexts.Load("1,1.0\n1,3\n", new CsvOptions { ClassNames = ["1", "2", "3"] });
        Assert.Equal([0, 2], numbers.Labels.ToArray());
    }

    [Fact]
    public void ALabelThatIsNotAClassIsRefusedWithTheNearest()
    {
        var options = new CsvOptions { ClassNames = ["setosa", "versicolor"] };
        CsvTexts.AssertRefused(
            "1,setosa\n1,versicolour\n",
            ", line 2, column 2 (index 1): the label 'versicolour' is not in ClassNames. Did you mean 'versicolor'?", options);
        CsvTexts.AssertRefused(
            "1,7\n", ", line 1, column 2 (index 1): the label '7' is not in ClassNames. It has \"setosa\", \"versicolor\".", options);
    }

    [Fact]
    public void NamesOfClassesAreChecked()
    {
        Assert.Throws<ArgumentException>("ClassNames", () => new CsvOptions { ClassNames = [] });
        Assert.Throws<ArgumentException>("ClassNames", () => new CsvOptions { ClassNames = ["a", "a"] });
        Assert.Throws<ArgumentException>("ClassNames", () => new CsvOptions { ClassNames = ["a", ""] });
    }

    [Theory]
    [InlineData("1,2\n1,2.5\n", ", line 2, column 2 (index 1): the label '2.5' is a number that is not whole. Use LoadWithTargets for regression.")]
    [InlineData("1,0\n1,3.0000000000000000000001\n", ", line 2, column 2 (index 1): the label '3.0000000000000000000001' is a number that is not whole.")]
    [InlineData("1,cat\n1,do\0g\n", ", line 2, column 2 (index 1): the label 'do\\u0000g' is not a text. There is a zero byte")]
    [InlineData("1,0\n1,1\0\n", ", line 2, column 2 (index 1): the label '1\\u0000' is not a text. There is a zero byte")]
    [InlineData("1,M\uFFFDnchen\n", ", line 1, column 2 (index 1): the label 'M\uFFFDnchen': it has bytes that are not text in the encoding")]
    [InlineData("1,\"cat\n1,dog\n", ", line 1, column 2 (index 1): the label '\"cat\\u000A1,dog\\u000A': its quotes are not closed.")]
    [InlineData("1,cat\n2,\"do\"g\n", ", line 2, column 2 (index 1): the label '\"do\"g': its quotes are not closed.")]
    public void LabelsThatShowAMistakeAreRefused(string text, string message) => CsvTexts.AssertRefused(text, message);

    [Fact]
    public void ManyDifferentLabelsAreRefused()
    {
        var numbers = string.Concat(Enumerable.Range(0, 200).Select(i => $"1,{1000 + 3 * i}\n"));
        CsvTexts.AssertRefused(
            numbers, ", column 2 (index 1): there are 200 different labels in 200 rows. Use LoadWithTargets for regression");
        var names = Enumerable.Range(0, 200).Select(i => $"person {i}").ToArray();
        var text = string.Concat(names.Select(name => $"1,{name}\n"));
        CsvTexts.AssertRefused(text, ", column 2 (index 1): there are 200 different labels in 200 rows.");
        Assert.Equal(200, CsvTexts.Load(text, new CsvOptions { ClassNames = names }).ClassCount);
        Assert.Equal(200, CsvTexts.Load(text + text).ClassCount);
    }

    [Fact]
    public void ALabelMayHaveSeparatorsLineEndsAndQuotes()
    {
        var data = CsvTexts.Load("x,label\n1,\"a,b\"\n2,\"c\nd\"\n3,\"say \"\"e\"\"\"\n4,5\" pipe 6\"\n");
        Assert.Equal(["5\" pipe 6\"", "a,b", "c\nd", "say \"e\""], data.ClassNames);
        Assert.Equal([1, 2, 3, 0], data.Labels.ToArray());
    }
}
