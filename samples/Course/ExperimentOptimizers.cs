using FusedOptim.Rules;
using FusedOptim.Training;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Plots;

namespace FusedOptim.Samples.Course;

/// <summary>Four optimizers: their paths over a long valley, and what they make of a network with five layers.</summary>
/// <param name="Epochs">The number of epochs of each network.</param>
internal sealed record ExperimentOptimizers(int Epochs = 20)
{
    private const int Steps = 30;
    private const int Units = 100;

    // The valley is twenty times as steep across as it is along.
    private static double Valley(double x, double y) => x * x / 20 + y * y;

    private static (double X, double Y) Gradient(double x, double y) => (x / 10, 2 * y);

    /// <summary>Draws the paths and the curves.</summary>
    public void AddTo(HtmlReport page)
    {
        page.AddHeading("Updating the parameters: SGD, momentum, AdaGrad, Adam")
            .AddParagraph(
                "The function x²/20 + y² is a long valley. Its gradient points across, hardly along. From (−7, 2) each optimizer takes " +
                $"{Steps} steps. SGD zigzags: the rate that brings it along is nearly too large across. Momentum is a velocity that " +
                "friction slows down; it swings less across and gains speed along. AdaGrad divides by the root of all squared gradients " +
                "so far, so that the steep direction calms down first; its steps get shorter and shorter. Adam has both, with averages " +
                "that forget.");
        page.AddFigures(
            Path("SGD", new Sgd(LearningRate: 0.95)), Path("Momentum", new HeavyBall(LearningRate: 0.1)),
            Path("AdaGrad", new AdaGrad(LearningRate: 1.5)), Path("Adam", new Adam(LearningRate: 0.3)));

        var reports = Train();
        page.AddParagraph(
            "A network with four hidden layers of 100 units learns digits with each of them, from the same weights and with the same " +
            "batches. The adaptive ones are faster at first. Which is best depends on the rate, and on the problem.");
        page.AddFigure(new LearningCurveFigure(reports) { Title = "Digits with four optimizers" });
    }

    private static PathFigure Path(string name, IUpdateRule rule) => new(
        Valley, (-10, 10), (-5, 5), OptimizerPath.Trace(name, rule, Gradient, (-7, 2), Steps));

    private (string Name, TrainingReport Report)[] Train()
    {
        var (training, validation) = CourseDigits.Load();
        (string Name, IUpdateRule Rule)[] rules =
        [
            ("SGD", new Sgd(LearningRate: 0.01)), ("momentum", new HeavyBall(LearningRate: 0.01)),
            ("AdaGrad", new AdaGrad(LearningRate: 0.01)), ("Adam", new Adam(LearningRate: 0.001)),
        ];
        return [.. rules.Select(entry =>
        {
            using var trainer = Trainer.Create(CourseNetworks.Deep(Units, depth: 4, Initializer.HeNormal), entry.Rule, new SoftmaxCrossEntropy(), seed: 1);
            return (entry.Name, trainer.Fit(training, validation, Epochs, batchSize: 100));
        })];
    }
}
