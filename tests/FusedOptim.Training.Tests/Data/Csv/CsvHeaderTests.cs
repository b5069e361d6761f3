using FusedOptim.Training.Data;

namespace FusedOptim.Training.Tests;

/// <summary>Whether line 1 is a header, and the names in it.</summary>
public class CsvHeaderTests
{
    [Theory]
    [InlineData("a,b,c\n1,2,0\n", true)]
    [InlineData("\"a\",\"b\",\"c\"\n1,2,0\n", true)]
    [InlineData(",b,c\n1,2,0\n", true)]
    [InlineData("1,2,0\n", false)]
    [InlineData("\"1\",\"2\",\"0\"\n", false)]
    [InlineData("1,2,cat\n", false)]
    public void TheFirstLineIsAHeaderIfItHasNoNumber(string text, bool isHeader)
    {
        var data = CsvTexts.Load(text);
        Assert.Equal(1, data.Count);
        Assert.Equal(isHeader ? 2 : 0, data.FeatureNames.Count);
    }

    [Fact]
    public void OptionsSayWhatTheFirstLineIs()
    {
        var numbers = CsvTexts.Load("1,2,3\n4,5,0\n", new CsvOptions { Header = true });
        Assert.Equal(1, numbers.Count);
        Assert.Equal(["1", "2"], numbers.FeatureNames);
        CsvTexts.AssertRefused(
            "a,b,c\n1,2,0\n", ", line 1, column 1 (index 0): 'a' is not a finite number. If line 1 is a header, set Header to true.",
            new CsvOptions { Header = false });
    }

    [Fact]
    public void AMissingValueInTheFirstLineIsThatOfAnExample() =>
        CsvTexts.AssertRefused("NA,x,cat\n1,2,dog\n", ", line 1, column 2 (index 1): 'x' is not a finite number. If line 1 is a header");

    [Fact]
    public void AHeaderOfNumbersIsNotTakenForTheNameOfAClass()
    {
        const string text = "0,1,label\n5,6,0\n7,8,1\n";
        CsvTexts.AssertRefused(
            text, ", line 1, column 3 (index 2): the label 'label' is the only one that is not a number. If the line is a header, set " +
            "Header to true; otherwise set it to false.");
        Assert.Equal(2, CsvTexts.Load(text, new CsvOptions { Header = true }).ClassCount);
        Assert.Equal(["0", "1", "label"], CsvTexts.Load(text, new CsvOptions { Header = false }).ClassNames);
        Assert.Equal(["1", "cat"], CsvTexts.Load("1,2,cat\n1,2,1\n1,2,cat\n").ClassNames);
    }

    [Fact]
    public void NamesThatAreEmptyOrRepeatedGetTheNumberOfTheirColumn()
    {
        var data = CsvTexts.Load("x,,x, y ,\"z\"\"z\",label\n1,2,3,4,5,0\n");
        Assert.Equal(["x", "column 2", "x (column 3)", "y", "z\"z"], data.FeatureNames);
        Assert.Equal(
            ["a (column 2)", "a", "a (column 2) (column 3)"],
            CsvTexts.LoadUnlabeled("a (column 2),a,a (column 2)\n1,2,3\n").FeatureNames);
    }

    [Fact]
    public void ANameMayHaveSeveralLines()
    {
        var data = CsvTexts.Load("\"width\n(cm)\",\"a;b,c\",label\n1,2,cat\n1,x,dog\n".Replace("x", "3"));
        Assert.Equal(["width\n(cm)", "a;b,c"], data.FeatureNames);
        CsvTexts.AssertRefused(
            "\"width\n(cm)\",b,label\n1,2,cat\n1,x,dog\n", ", line 4, column 2 'b': 'x' is not a finite number. No value before it");
    }
}
