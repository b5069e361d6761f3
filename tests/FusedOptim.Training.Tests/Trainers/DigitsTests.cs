using FusedOptim.Rules;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>The data of the sample, as the sample trains on them.</summary>
public class DigitsTests
{
    private static readonly Dataset Digits =
        CsvDataset.Load(Path.Combine(AppContext.BaseDirectory, "Data", "digits.csv.gz"));

    [Fact]
    public void TheDataAreWhatTheirSourceSays()
    {
        Assert.Equal((1797, 64, 10), (Digits.Count, Digits.FeatureCount, Digits.ClassCount));
        Assert.Equal((0f, 16f), (Digits.Features.ToArray().Min(), Digits.Features.ToArray().Max()));
        var (training, test) = Digits.SplitStratified(0.8, seed: 0);
        Assert.Equal((1438, 359), (training.Count, test.Count));
    }

    [Fact]
    public void ASmallNetworkLearnsToReadThem()
    {
        var (training, test) = Digits.SplitStratified(0.8, seed: 0);
        var standardization = Standardization.Fit(training);
        var model = new Sequential(new Dense(64, 128), new Relu(), new Dense(128, 10));
        double[] accuracies = [.. Enumerable.Range(1, 3).Select(seed =>
        {
            using var trainer = Trainer.Create(
                model, new AdamW(LearningRate: 2e-3), new SoftmaxCrossEntropy(labelSmoothing: 0.1), seed);
            trainer.Fit(standardization.Apply(training), epochs: 20, batchSize: 32);
            return trainer.Evaluate(standardization.Apply(test)).Accuracy;
        })];
        Assert.True(accuracies.Order().ElementAt(1) >= 0.97, string.Join(", ", accuracies));
    }
}
