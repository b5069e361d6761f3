using FusedOptim.Rules;
using FusedOptim.Training;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Plots;

namespace FusedOptim.Samples.Course;

/// <summary>Learning from different initial weights.</summary>
/// <param name="Epochs">The number of epochs of each network.</param>
internal sealed record ExperimentInitialization(int Epochs = 30)
{
    /// <summary>Draws the curves.</summary>
    public void AddTo(HtmlReport page)
    {
        var (training, validation) = CourseDigits.Load();
        (string Name, Initializer Weight)[] starts =
            [("deviation 0.01", new Gaussian(0, 0.01)), ("Xavier", Initializer.StandardNormal), ("He", Initializer.HeNormal)];
        var reports = starts.Select(start =>
        {
            using var trainer = Trainer.Create(
                CourseNetworks.Deep(units: 100, depth: 4, start.Weight), new Sgd(LearningRate: 0.01), new SoftmaxCrossEntropy(), seed: 1);
            return (start.Name, trainer.Fit(training, validation, Epochs, batchSize: 100));
        }).ToArray();

        page.AddHeading("Initial weights: how they learn")
            .AddParagraph(
                "The same network with ReLU, by plain descent. From weights of deviation 0.01 hardly a gradient reaches the first layers, and " +
                $"after {Epochs} epochs nothing is learned. He's weights, made for ReLU, are ahead of Xavier's.");
        page.AddFigure(new LearningCurveFigure(reports) { Title = "Digits from three initializations" });
    }
}
