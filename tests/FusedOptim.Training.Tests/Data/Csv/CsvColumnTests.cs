using FusedOptim.Training.Data;

namespace FusedOptim.Training.Tests;

/// <summary>The columns that are features, labels and target values.</summary>
public class CsvColumnTests
{
    private const string Text = "id,species,width,height,age\n7,cat,1,2,3\n8,dog,4,5,6\n";

    [Fact]
    public void ColumnsAreStatedByName()
    {
        var data = CsvTexts.Load(Text, new CsvOptions { Label = "species", Ignored = ["id"] });
        Assert.Equal(["width", "height", "age"], data.FeatureNames);
        Assert.Equal([1, 2, 3, 4, 5, 6], data.Features.ToArray());
        Assert.Equal(["cat", "dog"], data.ClassNames);
    }

    [Fact]
    public void ColumnsAreStatedByIndexFromEitherEnd()
    {
        var data = CsvTexts.LoadWithTargets(Text, new CsvOptions { Targets = [^1, 2], Ignored = [0, "species"] });
        Assert.Equal(["age", "width"], data.TargetNames);
        Assert.Equal([3, 1, 6, 4], data.Targets.ToArray());
        Assert.Equal([2, 5], data.Features.ToArray());
    }

    [Fact]
    public void FeaturesAreReadInTheOrderInWhichTheyAreStated()
    {
        var data = CsvTexts.Load(Text, new CsvOptions { Label = 1, Features = ["age", "width"] });
        Assert.Equal([3, 1, 6, 4], data.Features.ToArray());
        var again = CsvTexts.LoadUnlabeled("width,age\n1,2\n", new CsvOptions { Features = [.. data.FeatureNames] });
        Assert.Equal([2, 1], again.Features.ToArray());
    }

    [Fact]
    public void TheLastColumnThatIsNotIgnoredIsTheLabelByDefault()
    {
        Assert.Equal(["0", "1"], CsvTexts.Load("1,0,\n2,1,\n", new CsvOptions { Ignored = [^1] }).ClassNames);
        var options = new CsvOptions { Targets = ["age", "height"], Ignored = ["id", "species"] };
        Assert.Equal(["1", "4"], CsvTexts.Load("id,species,x,width,height,age\n7,cat,0,1,2,3\n8,dog,0,4,5,6\n", options).ClassNames);
    }

    [Fact]
    public void NewRowsAreReadByTheOptionsOfTheTrainingData()
    {
        var options = new CsvOptions { Label = "species", Ignored = ["id"] };
        Assert.Equal([1, 2, 3], CsvTexts.LoadUnlabeled(Text, options).GetRow(0).ToArray());
        Assert.Equal([1, 2, 3], CsvTexts.LoadUnlabeled("id,width,height,age\n9,1,2,3\n", options).Features.ToArray());
        Assert.Equal([1, 2, 3], CsvTexts.LoadUnlabeled("width,height,age\n1,2,3\n", options).Features.ToArray());
        Assert.Equal([1, 2], CsvTexts.LoadUnlabeled("1,2,cat\n", new CsvOptions { Label = ^1 }).Features.ToArray());
    }

    [Fact]
    public void ColumnsThatAFileDoesNotHaveAreRefused()
    {
        Refuse(": there is no column \"specie\". Did you mean \"species\"?", new() { Label = "specie" });
        Refuse(
            ": there is no column \"breed\". The columns are \"id\", \"species\", \"width\", \"height\", \"age\".",
            new() { Label = "breed" });
        Refuse(": there is no column 5; line 1 has 5 columns.", new() { Ignored = [5] });
        Refuse(": there is no column ^6; line 1 has 5 columns.", new() { Features = [^6] });
        CsvTexts.AssertRefused(
            "1,2,0\n", ": there is no column \"label\", because there is no header. State columns by index, such as ^1, or set Header if " +
            "line 1 is a header.", new() { Label = "label" });

        static void Refuse(string message, CsvOptions options) => CsvTexts.AssertRefused(Text, message, options);
    }

    [Fact]
    public void ColumnsThatAreStatedTwiceAreRefused()
    {
        Refuse(": column 1 'id' is stated twice. State it once.", new() { Ignored = ["id", 0] });
        Refuse(": column 2 'species' is a feature, and also label, target or ignored. State it once.", new()
        {
            Label = "species", Features = [2, 1],
        });
        Refuse(": column 5 'age', the last one, is a feature. State the column of the labels by Label", new() { Features = ["age"] });
        Refuse(": all columns are ignored, and none is left", new() { Ignored = [0, 1, 2, 3, 4] });
        Refuse(", line 1: there are 5 columns; there must be at least one feature and a label.", new() { Ignored = [0, 1, 2, 3] });

        static void Refuse(string message, CsvOptions options) => CsvTexts.AssertRefused(Text, message, options);
    }

    [Fact]
    public void AColumnHasATextAndAValue()
    {
        CsvColumn name = "a", first = 0, last = ^1;
        Assert.Equal("\"a\" 0 ^1", $"{name} {first} {last}");
        Assert.Equal(new CsvColumn("a"), name);
        Assert.Equal(new CsvOptions { Targets = ["a", 3] }, new CsvOptions { Targets = ["a", 3] });
        Assert.NotEqual(new CsvOptions { Targets = ["a", 3] }, new CsvOptions { Targets = [3, "a"] });
        Assert.Throws<ArgumentException>("name", () => (CsvColumn)"");
        Assert.Throws<ArgumentOutOfRangeException>("index", () => (CsvColumn)(-1));
    }
}
