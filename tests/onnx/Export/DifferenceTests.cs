using FusedOptim.OnnxTests.Harness;
using FusedOptim.Training;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;

namespace FusedOptim.OnnxTests.Export;

/// <summary>ONNX Runtime computes what networks predict.</summary>
public sealed class DifferenceTests
{
    // Relative to the largest output: a sum of floats in another order has no bound relative to a result that cancels.
    private const double Bound = 1e-6;

    public static TheoryData<string> Cases => [.. ExportCase.All.Select(static known => known.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheModelComputesWhatTheNetworkPredicts(string name) =>
        Assert.InRange(ExportCase.Of(name).Difference(), 0, Bound);

    // In double, in the same order: what ONNX Runtime computes has the bits of the network.
    [Theory]
    [InlineData("BatchNorm")]
    [InlineData("BatchNorm over positions")]
    public void NormalizationByRunningStatisticsHasTheSameBits(string name) => Assert.Equal(0, ExportCase.Of(name).Difference());

    [Fact]
    public void TheDigitsHaveTheProbabilitiesOfTheNetwork()
    {
        var (network, options, test) = ExportCase.Digits();
        using (network)
        {
            Assert.InRange(ExportCase.Difference(network, test.Features.ToArray(), options, _ =>
                network.PredictProbabilities(options.Preprocessing!.Apply(test).Features)), 0, Bound);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void ABatchMayHaveAnySize(int count)
    {
        using var network = new Sequential(new Dense(3, 2)).Build(seed: 1);
        using var model = new ExportedModel(network);
        Assert.Equal(2 * count, model.Run(new float[3 * count], count).Length);
    }

    public static TheoryData<string, Func<Dataset, Preprocessing>> Steps => new()
    {
        { "standardization", Standardization.Fit },
        { "minimum and maximum", data => MinMaxNormalization.Fit(data, -1, 3) },
        { "whitening", PcaWhitening.Fit },
        { "several", data => Preprocessing.Fit(data, Imputation.FitMedian, Standardization.Fit, step => PcaWhitening.Fit(step, 3)) },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void PreprocessingHasTheValuesThatDataSetsGet(string name, Func<Dataset, Preprocessing> fit)
    {
        Assert.NotEmpty(name);
        // A feature far from zero, where float alone would lose digits, and one that is constant.
        var features = Enumerable.Range(0, 200).Select(i => (i % 5) switch
        {
            0 => 100_000 + i % 7,
            1 => 3f,
            2 => MathF.Sin(i),
            3 => MathF.Cos(3 * i) * i,
            _ => i * i % 11,
        }).ToArray();
        var data = Dataset.Unlabeled(features, 40);
        var preprocessing = fit(data);
        using var network = new Sequential(new Input(preprocessing.OutputCount)).Build(seed: 1);

        Assert.InRange(ExportCase.Difference(
            network, features, new OnnxOptions { Preprocessing = preprocessing },
            _ => preprocessing.Apply(data).Features), 0, Bound);
    }

    [Fact]
    public void MissingFeaturesAreFilled()
    {
        var data = CsvDataset.LoadUnlabeled(
            new StringReader("1,NA\n3,4\n5,6\n"), new CsvOptions { MissingValues = MissingValues.Keep });
        var preprocessing = Imputation.FitMean(data);
        using var network = new Sequential(new Input(2)).Build(seed: 1);
        using var model = new ExportedModel(network, new OnnxOptions { Preprocessing = preprocessing });
        Assert.Equal([3f, 5f, 7f, 5f], model.Run([float.NaN, float.NaN, 7, float.NaN], 2));
    }

    [Fact]
    public void PreprocessingIsBeforeTheShapeOfPositions()
    {
        var features = Enumerable.Range(0, 60).Select(static i => (float)Math.Sin(i)).ToArray();
        var data = Dataset.Unlabeled(features, 10);
        var preprocessing = Standardization.Fit(data);
        using var network = new Sequential(new Input(3, 2), new Dense(2, 4)).Build(seed: 1);
        Assert.InRange(ExportCase.Difference(
            network, features, new OnnxOptions { Preprocessing = preprocessing },
            _ => network.Predict(preprocessing.Apply(data).Features)), 0, Bound);
    }

    [Fact]
    public void LogisticProbabilitiesAreThoseOfEachOutput()
    {
        using var network = new Sequential(new Dense(3, 2)).Build(seed: 1);
        Assert.InRange(ExportCase.Difference(
            network, [1, -2, 3], new OnnxOptions { Probabilities = OnnxProbabilities.Logistic },
            inputs => network.Predict(inputs).ToArray().Select(static z => 1 / (1 + MathF.Exp(-z))).ToArray()), 0, Bound);
    }

    [Fact]
    public void OutputsAreInTheUnitsOfTheTargetValues()
    {
        var scaling = TargetScaling.Fit(new Dataset([1, 2, 3], [10, -5, 20, -5, 60, -5], count: 3));
        using var network = new Sequential(new Dense(1, 2)).Build(seed: 1);
        Assert.Equal(0, ExportCase.Difference(
            network, [1, -2, 3], new OnnxOptions { TargetScaling = scaling }, inputs => scaling.Invert(network.Predict(inputs))));
    }
}
