using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;

namespace FusedOptim.Training.Tests;

public class ImputationTests
{
    private const float NaN = float.NaN;

    private static readonly Dataset Training = Missing(1, 8, 2, NaN, NaN, 4, 9, 6, 4, NaN);

    [Fact]
    public void FillsMissingFeaturesWithTheMean()
    {
        var imputation = Imputation.FitMean(Training);
        Assert.Equal([4.0, 6], imputation.Values.ToArray());
        Assert.Equal([1, 8, 2, 6, 4, 4, 9, 6, 4, 6], imputation.Apply(Training).Features.ToArray());
    }

    [Fact]
    public void FillsMissingFeaturesWithTheMedian()
    {
        Assert.Equal([3.0, 6], Imputation.FitMedian(Training).Values.ToArray());
        Assert.Equal([9.0, 1], Imputation.FitMedian(Missing(1, 1, 9, 1, 10, 1)).Values.ToArray());
    }

    [Fact]
    public void UsesTheTrainingDataForAllOthers()
    {
        var validation = Missing(NaN, NaN, 100, 200);
        Assert.Equal([3, 6, 100, 200], Imputation.FitMedian(Training).Apply(validation).Features.ToArray());
        var filled = new float[2];
        Imputation.FitMedian(Training).Apply([NaN, 7], filled);
        Assert.Equal([3, 7], filled);
    }

    [Fact]
    public void ComesBeforeOtherPreprocessing()
    {
        var fitted = Preprocessing.Fit(Training, Imputation.FitMean, Standardization.Fit);
        var data = fitted.Apply(Training);
        Assert.Equal(0, data.MissingCount);
        Assert.Equal(0, data.GetRow(2)[0]);
        AssertRefused(() => Standardization.Fit(Training));
        AssertRefused(() => MinMaxNormalization.Fit(Training));
        AssertRefused(() => PcaWhitening.Fit(Training));
        AssertRefused(() => Standardization.Fit(data).Apply(Training));
        AssertRefused(() => Preprocessing.Fit(data, Standardization.Fit, Imputation.FitMean).Apply(Training));

        static void AssertRefused(Func<object> use) => Assert.StartsWith(
            "3 features of the data are missing (NaN). Fill them with an Imputation first, or leave their examples out.",
            Assert.Throws<ArgumentException>(use).Message);
    }

    [Fact]
    public void IsSavedWithTheNetwork()
    {
        using var stream = new MemoryStream();
        var fitted = Preprocessing.Fit(Training, Imputation.FitMedian, Standardization.Fit);
        using (var network = new Sequential(new Dense(2, 1)).Build(seed: 1))
            network.Save(stream, fitted);
        stream.Position = 0;
        var loaded = Preprocessing.Load(stream);
        Assert.Equal(fitted.Apply(Training).Features.ToArray(), loaded.Apply(Training).Features.ToArray());
    }

    [Fact]
    public void AFeatureThatIsAlwaysMissingIsRefused()
    {
        var data = Missing(1, NaN, 2, NaN);
        Assert.StartsWith(
            "Feature 1 is missing in all 2 examples; leave it out.",
            Assert.Throws<ArgumentException>("training", () => Imputation.FitMean(data)).Message);
        var named = data.WithNames(features: ["a", "b"]);
        Assert.StartsWith("Feature 1 ('b') is missing", Assert.Throws<ArgumentException>(() => Imputation.FitMedian(named)).Message);
    }

    private static Dataset Missing(params float[] features) =>
        Dataset.Unlabeled(new float[features.Length], features.Length / 2).WithFeatures(features, allowsMissing: true);
}
