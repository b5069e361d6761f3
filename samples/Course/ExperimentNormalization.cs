using FusedOptim.Rules;
using FusedOptim.Training;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Plots;

namespace FusedOptim.Samples.Course;

/// <summary>Learning with and without batch normalization, from weights of many scales.</summary>
/// <param name="Epochs">The number of epochs of each network.</param>
/// <param name="Scales">The number of scales: at least 2.</param>
internal sealed record ExperimentNormalization(int Epochs = 15, int Scales = 6)
{
    /// <summary>Draws the curves of each scale.</summary>
    public void AddTo(HtmlReport page)
    {
        page.AddHeading("Batch normalization")
            .AddParagraph(
                "Between a layer and its activation, batch normalization gives every unit the mean 0 and the deviation 1 over the batch. A " +
                "network learns with it faster, and from weights of nearly any scale. Without it only a narrow range of scales learns.");
        page.AddFigures(Enumerable.Range(0, Scales).Select(i => Draw(Math.Pow(10, -0.1 - 3.0 * i / (Scales - 1)))));
    }

    private LearningCurveFigure Draw(double deviation)
    {
        var (training, validation) = CourseDigits.Load();
        var reports = ((string Name, bool Normalizes)[])[("with", true), ("without", false)];
        return new LearningCurveFigure(reports.Select(entry =>
        {
            using var trainer = Trainer.Create(
                CourseNetworks.Deep(units: 100, depth: 4, new Gaussian(0, deviation), entry.Normalizes), new Sgd(LearningRate: 0.05),
                new SoftmaxCrossEntropy(), seed: 1);
            return ($"{entry.Name} batch normalization", trainer.Fit(training, validation, Epochs, batchSize: 100));
        }))
        {
            Title = $"Weights of deviation {deviation:G2}",
            Panels = LearningCurvePanels.Accuracy,
        };
    }
}
