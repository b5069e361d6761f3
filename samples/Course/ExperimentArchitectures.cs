using FusedOptim.Rules;
using FusedOptim.Training;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Plots;
using FusedOptim.Training.Tuning;

namespace FusedOptim.Samples.Course;

/// <summary>Regularized evolution over networks: depth, width, activation, normalization, dropout, residual connections.</summary>
/// <param name="Trials">The number of trials.</param>
/// <param name="Epochs">The number of epochs of a trial; finalists get more.</param>
internal sealed record ExperimentArchitectures(int Trials = 40, int Epochs = 4)
{
    /// <summary>Searches, and draws what was found.</summary>
    public void AddTo(HtmlReport page)
    {
        var (training, validation) = CourseDigits.Load();
        var architectures = new ArchitectureSpace(new ExampleShape(64), outputs: 10) { Depths = [1, 2, 3], Widths = [16, 32, 64, 128] };
        var space = architectures.CreateSpace(new RealDimension("LearningRate", 1e-4, 1e-1, isLogarithmic: true));
        var search = new RegularizedEvolution(Trials, seed: 1, population: Math.Max(3, Trials / 3), sample: 3, budget: Epochs, finalists: 3)
            .Run(space, run =>
            {
                using var trainer = Trainer.Create(
                    architectures.CreateModel(run.Point), run.Point.Apply(new AdamW()), new SoftmaxCrossEntropy(), seed: 1);
                var report = trainer.Fit(training, validation, run.Budget, progress: run, cancellationToken: run.Token);
                return report.NonFinite is null ? run.LastScore : double.NaN;
            });

        page.AddHeading("Searching architectures")
            .AddParagraph(
                "Networks are points of a space: their depth, width, activation, normalization, dropout and residual connections, beside the " +
                "learning rate. Evolution takes a good point of the youngest, changes one value, and lets the oldest die, not the worst. The " +
                "best few are trained longer in the end.");
        if (search.Best is { } best)
            page.AddParagraph($"The best is {best.Point}, with a validation loss of {best.Score:F3}.");
        page.AddFigures(new SearchScoreFigure(search), new TrialCurveFigure(search));
    }
}
