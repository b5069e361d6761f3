using FusedOptim.Training.Data;

namespace FusedOptim.Training.Tests;

/// <summary>Missing values: refused, left out or kept.</summary>
public class CsvMissingTests
{
    private const string Text = "a,b,label\n1,2,cat\n3,,dog\nNA,4,dog\n5,6,\n7,8,cat\n";

    private static readonly CsvOptions Skip = new() { MissingValues = MissingValues.SkipRows };
    private static readonly CsvOptions Keep = new() { MissingValues = MissingValues.Keep };

    [Theory]
    [InlineData("1,,0\n", "the value is missing. Fill it in, or set MissingValues to SkipRows, or to Keep for an Imputation.")]
    [InlineData("1, ,0\n", "the value is missing. Fill it in")]
    [InlineData("1,\"\",0\n", "the value is missing ('\"\"'). Fill it in")]
    [InlineData("1,NA,0\n", "the value is missing ('NA'). Fill it in")]
    [InlineData("1,n/a,0\n", "the value is missing ('n/a'). Fill it in")]
    [InlineData("1,NaN,0\n", "the value is missing ('NaN'). Fill it in")]
    [InlineData("1,-nan,0\n", "'-nan' is not a finite number.")]
    [InlineData("1,?,0\n", "the value is missing ('?'). Fill it in")]
    public void AMissingFeatureIsRefusedByDefault(string text, string message) =>
        CsvTexts.AssertRefused(text, $", line 1, column 2 (index 1): {message}");

    [Fact]
    public void AMissingLabelOrTargetIsRefused()
    {
        CsvTexts.AssertRefused(
            "1,2,0\n1,2,\n", ", line 2, column 3 (index 2): the value is missing. Fill it in, or set MissingValues to SkipRows. If lines end " +
            "with a separator, set Ignored to [^1].");
        CsvTexts.AssertRefused(
            "1,2,cat\n1,2,None\n", ", line 2, column 3 (index 2): the value is missing ('None'). Fill it in, or set MissingValues to SkipRows. " +
            "If it is a value, set MissingMarkers to other texts.", Keep);
        CsvTexts.AssertRefused(
            ", line 2, column 2 (index 1): the value is missing ('NA'). Fill it in, or set MissingValues to SkipRows.",
            () => CsvTexts.LoadWithTargets("1,2\n1,NA\n", Keep));
    }

    [Fact]
    public void RowsWithMissingValuesAreLeftOut()
    {
        var data = CsvTexts.Load(Text, Skip);
        Assert.Equal([1, 2, 7, 8], data.Features.ToArray());
        Assert.Equal([0, 0], data.Labels.ToArray());
        Assert.Equal(["cat"], data.ClassNames);
        var targets = CsvTexts.LoadWithTargets("1,2,3\n4,5,NA\n6,?,7\n8,9,10\n", Skip with { Targets = [^1] });
        Assert.Equal([1, 2, 8, 9], targets.Features.ToArray());
        Assert.Equal([3, 10], targets.Targets.ToArray());
        CsvTexts.AssertRefused("1,NA\nNA,0\n", ": values are missing in every row, and such rows are left out.", Skip);
    }

    [Fact]
    public void ValuesThatAreNotReadMayBeMissing() =>
        Assert.Equal(2, CsvTexts.Load("1,NA,0\n1,,1\n", new CsvOptions { Ignored = [1] }).Count);

    [Fact]
    public void MissingFeaturesAreKeptAndImputed()
    {
        var data = CsvTexts.Load(Text.Replace("5,6,\n", ""), Keep);
        Assert.Equal((4, 2), (data.Count, data.MissingCount));
        Assert.Equal([1, 2, 3, float.NaN, float.NaN, 4, 7, 8], data.Features.ToArray());
        var imputed = Imputation.FitMean(data).Apply(data);
        Assert.Equal(0, imputed.MissingCount);
        Assert.Equal([1, 2, 3, 14 / 3f, 11 / 3f, 4, 7, 8], imputed.Features.ToArray());
        Assert.Equal(["cat", "dog"], imputed.ClassNames);
        Assert.Equal(["a", "b"], imputed.FeatureNames);
    }

    [Fact]
    public void MarkersAreStated()
    {
        var data = CsvTexts.Load("-999,NA\n1.0,dog\n-999.0,none\n", Keep with { MissingMarkers = ["-999"] });
        Assert.Equal([float.NaN, 1, float.NaN], data.Features.ToArray());
        Assert.Equal(["NA", "dog", "none"], data.ClassNames);
        CsvTexts.AssertRefused("1,0\nNA,1\n", ", line 2, column 1 (index 0): 'NA' is not a finite number.", new() { MissingMarkers = [] });
    }

    [Fact]
    public void AnEmptyLineOfASingleColumnIsAMissingValue()
    {
        const string text = "1\n\n2\n\n";
        CsvTexts.AssertRefused(", line 3: an empty line comes before it.", () => CsvTexts.LoadUnlabeled(text));
        Assert.Equal([1, 2], CsvTexts.LoadUnlabeled(text, Skip).Features.ToArray());
    }
}
