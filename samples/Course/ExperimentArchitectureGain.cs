using FusedOptim.Rules;
using FusedOptim.Training;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Plots;
using FusedOptim.Training.Tuning;

namespace FusedOptim.Samples.Course;

/// <summary>A search of architectures beside as many trainings of one network with other rates and seeds: the gain on test data.</summary>
/// <param name="Trainings">The number of trainings of each, in each split.</param>
/// <param name="Epochs">The number of epochs of a training.</param>
/// <param name="Splits">The number of splits of the data.</param>
internal sealed record ExperimentArchitectureGain(int Trainings = 60, int Epochs = 20, int Splits = 5)
{
    private const int SeedCount = 5;

    /// <summary>Searches in each split, and tells what was gained.</summary>
    public void AddTo(HtmlReport page)
    {
        var rows = new List<IReadOnlyList<string>>();
        var gains = new List<double>();
        for (var split = 1; split <= Splits; split++)
        {
            var (training, validation, test) = CourseDigits.Load(split);
            var (network, fixedAccuracy) = TrainOneNetwork(training, validation, test);
            var (architecture, searchedAccuracy) = SearchArchitectures(training, validation, test, split);
            gains.Add(100 * (searchedAccuracy - fixedAccuracy));
            rows.Add([$"{split}", network, $"{fixedAccuracy:P2}", architecture, $"{searchedAccuracy:P2}", $"{gains[^1]:+0.00;-0.00}"]);
        }

        var mean = gains.Average();
        var deviation = Splits == 1 ? 0 : Math.Sqrt(gains.Sum(gain => (gain - mean) * (gain - mean)) / (Splits - 1));
        var finding = $"{mean:+0.00;-0.00} ± {deviation:F2} points of test accuracy (mean and standard deviation over {Splits} splits)";
        Console.WriteLine($"gain of the search: {finding}");
        page.AddHeading("What a search of architectures gains")
            .AddParagraph(
                $"{Trainings} trainings search architectures and the rate, and as many train one network, of a hidden layer of 64 units, with " +
                $"{Trainings / SeedCount} rates and {SeedCount} seeds. Both choose by the validation loss, and test data are looked at once. " +
                $"The search gains {finding}.")
            .AddTable(["split", "one network", "test", "search", "test", "gain, points"], rows);
    }

    private (string Text, double Accuracy) TrainOneNetwork(Dataset training, Dataset validation, Dataset test)
    {
        var space = new SearchSpace(
            new ChoiceDimension("LearningRate", [.. Enumerable.Range(0, Trainings / SeedCount).Select(i => 1e-4 * Math.Pow(2, i * 0.8))]),
            new ChoiceDimension("seed", [.. Enumerable.Range(1, SeedCount).Select(seed => (double)seed)]));
        var model = new Sequential(new Dense(64, 64), new Relu(), new Dense(64, 10));
        return Best(new GridSearch(points: 1), space, _ => model, point => (long)point["seed"], training, validation, test);
    }

    private (string Text, double Accuracy) SearchArchitectures(Dataset training, Dataset validation, Dataset test, int split)
    {
        var architectures = new ArchitectureSpace(new ExampleShape(64), outputs: 10) { Depths = [1, 2, 3], Widths = [32, 64, 128, 256] };
        var space = architectures.CreateSpace(new RealDimension("LearningRate", 1e-4, 1e-1, isLogarithmic: true));
        var search = new RegularizedEvolution(Trainings, seed: split, population: Math.Max(3, Trainings / 3), sample: 5);
        return Best(search, space, architectures.CreateModel, _ => 1, training, validation, test);
    }

    private (string Text, double Accuracy) Best(
        HyperparameterSearch search, SearchSpace space, Func<SearchPoint, Sequential> createModel, Func<SearchPoint, long> seedOf,
        Dataset training, Dataset validation, Dataset test)
    {
        var best = search.Run(space, (point, _) =>
        {
            using var trainer = Fit(point);
            return trainer.Evaluate(validation).Loss;
        }).Best!;
        // Its training once more: the same bits.
        using var chosen = Fit(best.Point);
        return (best.Point.ToString(), chosen.Evaluate(test).Accuracy);

        Trainer Fit(SearchPoint point)
        {
            var trainer = Trainer.Create(createModel(point), point.Apply(new AdamW()), new SoftmaxCrossEntropy(), seedOf(point));
            trainer.Fit(training, epochs: Epochs);
            return trainer;
        }
    }
}
