using FusedOptim.Training.Data;

namespace FusedOptim.Training.Tests;

/// <summary>Features that are texts: a feature for each of their categories.</summary>
public class CsvCategoryTests
{
    private const string Text = "color,size,month,label\nred,1,10,a\ngreen,2,9,b\n\"red\",3,10,a\n";

    private static readonly CsvOptions Options = new() { Categories = ["color", "month"] };

    [Fact]
    public void EachCategoryIsAFeature()
    {
        var data = CsvTexts.Load(Text, Options);
        Assert.Equal(["color=green", "color=red", "size", "month=9", "month=10"], data.FeatureNames);
        Assert.Equal([0, 1, 1, 0, 1, 1, 0, 2, 1, 0, 0, 1, 3, 0, 1], data.Features.ToArray());
        Assert.Equal([0, 1, 0], data.Labels.ToArray());
        var unnamed = CsvTexts.LoadUnlabeled("x,1\ny,2\n", new CsvOptions { Categories = [0] });
        Assert.Equal([1, 0, 1, 0, 1, 2], unnamed.Features.ToArray());
        Assert.Empty(unnamed.FeatureNames);
    }

    [Fact]
    public void AnotherFileGetsTheFeaturesOfTheTrainingData()
    {
        var training = CsvTexts.Load(Text, Options);
        var options = Options with { Features = [.. training.FeatureNames] };
        var data = CsvTexts.LoadUnlabeled("month,size,color\n10.0,5,green\n", options);
        Assert.Equal([1, 0, 5, 0, 1], data.Features.ToArray());
        Assert.Equal(training.FeatureNames, data.FeatureNames);
        CsvTexts.AssertRefused(
            ", line 2, column 3 'color': the category 'gren' is not in Features. Did you mean 'green'?",
            () => CsvTexts.LoadUnlabeled("month,size,color\n10,5,gren\n", options));
        CsvTexts.AssertRefused(
            ", line 2, column 3 'color': the category 'blue' is not in Features. It has \"green\", \"red\".",
            () => CsvTexts.LoadUnlabeled("month,size,color\n10,5,blue\n", options));
    }

    [Fact]
    public void FeaturesMayBeAColumnOrSomeOfItsCategoriesInAnyOrder()
    {
        var data = CsvTexts.Load(Text, Options with { Features = ["size", "color"] });
        Assert.Equal(["size", "color=green", "color=red"], data.FeatureNames);
        data = CsvTexts.Load(Text, Options with { Features = ["color=red", "size", "color=green"] });
        Assert.Equal([1, 1, 0, 0, 2, 1, 1, 3, 0], data.Features.ToArray());
        CsvTexts.AssertRefused(Text, ": column 1 'color' is stated twice.", Options with { Features = ["color=red", "color=red"] });
        CsvTexts.AssertRefused(Text, ": column 1 'color' is stated twice.", Options with { Features = ["color=red", "color"] });
        CsvTexts.AssertRefused(Text, ": there is no column \"size=1\".", Options with { Features = ["size=1"] });
    }

    [Fact]
    public void CategoriesMayBeMissing()
    {
        const string text = "color,label\nred,a\nNA,b\ngreen,a\n";
        var options = new CsvOptions { Categories = ["color"] };
        CsvTexts.AssertRefused(text, ", line 3, column 1 'color': the value is missing ('NA').", options);
        Assert.Equal([0, 1, 1, 0], CsvTexts.Load(text, options with { MissingValues = MissingValues.SkipRows }).Features.ToArray());
        var kept = CsvTexts.Load(text, options with { MissingValues = MissingValues.Keep });
        Assert.Equal([0, 1, float.NaN, float.NaN, 1, 0], kept.Features.ToArray());
        Assert.Equal(2, kept.MissingCount);
    }

    [Fact]
    public void AColumnOfNamesIsNotTakenForCategories()
    {
        var text = string.Concat(Enumerable.Range(0, 200).Select(i => $"name {i},{i % 2}\n"));
        CsvTexts.AssertRefused(
            text, ", column 1 (index 0): there are 200 different texts in 200 rows, which would be as many features. Ignore the column.",
            new CsvOptions { Categories = [0] });
    }

    [Fact]
    public void NamesOfFeaturesDiffer() => Assert.Equal(
        ["a=b", "a=b (column 2)"], CsvTexts.LoadUnlabeled("a=b,a\n1,b\n", new CsvOptions { Categories = ["a"] }).FeatureNames);
}
