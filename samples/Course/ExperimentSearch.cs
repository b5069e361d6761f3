using FusedOptim.Rules;
using FusedOptim.Training;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Plots;
using FusedOptim.Training.Tuning;

namespace FusedOptim.Samples.Course;

/// <summary>Random search of a learning rate and a weight decay on logarithmic scales.</summary>
/// <param name="Trials">The number of trials.</param>
/// <param name="Epochs">The number of epochs of a trial: few, so that trials are short.</param>
internal sealed record ExperimentSearch(int Trials = 60, int Epochs = 5)
{
    /// <summary>Searches, and draws what was found.</summary>
    public void AddTo(HtmlReport page)
    {
        var (training, validation) = CourseDigits.Load();
        var space = new SearchSpace(
            new RealDimension("LearningRate", 1e-4, 1, isLogarithmic: true),
            new RealDimension("WeightDecay", 1e-6, 0.1, isLogarithmic: true));
        var curves = new List<(string Name, IReadOnlyList<double> Scores)>();
        var search = new RandomSearch(Trials, seed: 1).Run(space, (point, _) =>
        {
            using var trainer = Trainer.Create(
                CourseNetworks.Deep(units: 64, depth: 2, Initializer.HeNormal), point.Apply(new MomentumSgd()), new SoftmaxCrossEntropy(), seed: 1);
            var report = trainer.Fit(training, validation, Epochs, batchSize: 50);
            curves.Add((
                $"{curves.Count + 1}: rate {point["LearningRate"]:G2}", [.. report.Epochs.Select(epoch => epoch.Validation!.Value.Loss)]));
            return report.NonFinite is null ? trainer.Evaluate(validation).Loss : double.NaN;
        });

        page.AddHeading("Searching hyperparameters")
            .AddParagraph(
                $"{Trials} points are drawn at random, each order of magnitude as likely: random points try another value of the important " +
                $"hyperparameter each time, where a grid tries the same ones again. Each is trained for {Epochs} epochs and gets its score by " +
                "validation data. The rate matters; the decay hardly does at this length. One would search again near the best.");
        if (search.Best is { } best)
        {
            page.AddParagraph($"The best has a validation loss of {best.Score:F3}, with {best.Point}.");
            var narrowed = space.Narrow(search.Trials, share: 0.2).Dimensions.OfType<RealDimension>();
            page.AddParagraph("The best fifth lies between " + string.Join(
                " and between ", narrowed.Select(real => $"{real.Minimum:G2} and {real.Maximum:G2} ({real.Name})")) + ".");
        }

        page.AddFigures(new SearchScoreFigure(search), new SearchDimensionFigure(space, search), new TrialCurveFigure(curves));
    }
}
