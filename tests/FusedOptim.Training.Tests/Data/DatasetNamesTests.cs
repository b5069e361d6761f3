using FusedOptim.Training.Data;

namespace FusedOptim.Training.Tests;

/// <summary>Names of features, classes and target values, and which data sets keep them.</summary>
public class DatasetNamesTests
{
    private static readonly Dataset Named = new Dataset([1, 2, 3, 5, 5, 6, 7, 9], [0, 1, 0, 1])
        .WithNames(features: ["width", "height"], classes: ["cat", "dog"]);

    [Fact]
    public void ByDefaultClassesHaveNumbersAndFeaturesHaveNoNames()
    {
        var dataset = new Dataset([1, 2, 3], [0, 2, 2], classCount: 4);
        Assert.Equal(["0", "1", "2", "3"], dataset.ClassNames);
        Assert.Empty(dataset.FeatureNames);
        Assert.Empty(dataset.TargetNames);
        Assert.Equal("2147483646", new Dataset([1], [int.MaxValue - 1]).ClassNames[^1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => dataset.ClassNames[4]);
    }

    [Fact]
    public void TargetsHaveNoClassNames()
    {
        var dataset = new Dataset([1, 2], targets: [1, 2, 3, 4], count: 2);
        Assert.Empty(dataset.ClassNames);
        Assert.Empty(dataset.TargetNames);
        Assert.Equal(["price", "age"], dataset.WithNames(targets: ["price", "age"]).TargetNames);
    }

    [Fact]
    public void PartsKeepTheNames()
    {
        var (first, second) = Named.SplitStratified(0.5, seed: 1);
        var (training, validation) = Named.GetFolds(2, seed: 1).First();
        Assert.All([first, second, training, validation, Named.Select([3])], AssertNamed);
    }

    [Fact]
    public void NamesAreOfTheSameMemory()
    {
        Assert.True(Named.Features == Named.WithNames(classes: ["a", "b"]).Features);
        Assert.True(Named.Labels == Named.WithNames(features: []).Labels);
    }

    [Fact]
    public void NamesAreChangedOneListAtATime()
    {
        var renamed = Named.WithNames(classes: ["a", "b"]);
        Assert.Equal(["a", "b"], renamed.ClassNames);
        Assert.Equal(["width", "height"], renamed.FeatureNames);
        Assert.Empty(Named.WithNames(features: []).FeatureNames);
    }

    [Fact]
    public void ACallerThatChangesItsListChangesNoNames()
    {
        string[] names = ["a", "b"];
        var dataset = Named.WithNames(classes: names);
        names[0] = "b";
        Assert.Equal(["a", "b"], dataset.ClassNames);
    }

    [Fact]
    public void FeaturesOnAnotherScaleKeepTheirNames()
    {
        AssertNamed(Standardization.Fit(Named).Apply(Named));
        AssertNamed(Preprocessing.Fit(Named, MinMaxNormalization.Fit, Standardization.Fit).Apply(Named));
        AssertNamed(Named.WithFeatures([8, 7, 6, 5, 4, 3, 2, 1]));
    }

    [Fact]
    public void FeaturesThatAreNotTheSameLoseTheirNames()
    {
        Assert.Empty(PcaWhitening.Fit(Named).Apply(Named).FeatureNames);
        Assert.Empty(Preprocessing.Fit(Named, Standardization.Fit, PcaWhitening.Fit).Apply(Named).FeatureNames);
        var wider = Named.WithFeatures(new float[12]);
        Assert.Empty(wider.FeatureNames);
        Assert.Equal(["cat", "dog"], wider.ClassNames);
    }

    [Fact]
    public void OneHotTargetsHaveTheNamesOfTheClasses()
    {
        var targets = Named.WithOneHotTargets();
        Assert.Equal(["cat", "dog"], targets.TargetNames);
        Assert.Equal(["width", "height"], targets.FeatureNames);
        Assert.Empty(targets.ClassNames);
        Assert.Equal((0, 2), (targets.ClassCount, targets.TargetCount));
    }

    [Fact]
    public void NamesThatDoNotFitAreRefused()
    {
        AssertRefused("features", "There are 1 names of features; the data set has 2 features.", () => Named.WithNames(features: ["a"]));
        AssertRefused("classes", "There are 0 names of classes; the data set has 2 classes.", () => Named.WithNames(classes: []));
        AssertRefused("targets", "There are 1 names of targets; the data set has 0 targets.", () => Named.WithNames(targets: ["a"]));
        AssertRefused("classes", "Name 1 of classes is empty; each must have a name.", () => Named.WithNames(classes: ["a", " "]));
        AssertRefused(
            "features", "Names 0 and 1 of features are both 'a'; names must differ.", () => Named.WithNames(features: ["a", "a"]));

        static void AssertRefused(string argument, string message, Func<Dataset> make) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(argument, make).Message);
    }

    private static void AssertNamed(Dataset dataset)
    {
        Assert.Equal(["width", "height"], dataset.FeatureNames);
        Assert.Equal(["cat", "dog"], dataset.ClassNames);
    }
}
