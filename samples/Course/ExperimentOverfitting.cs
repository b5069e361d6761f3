using FusedOptim.Rules;
using FusedOptim.Training;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Plots;

namespace FusedOptim.Samples.Course;

/// <summary>A large network and few images: overfitting, and what weight decay and dropout do about it.</summary>
/// <param name="Epochs">The number of epochs of each network.</param>
internal sealed record ExperimentOverfitting(int Epochs = 120)
{
    private const int ImageCount = 150;

    /// <summary>Draws the curves of each network.</summary>
    public void AddTo(HtmlReport page)
    {
        page.AddHeading("Overfitting, weight decay and dropout")
            .AddParagraph(
                $"Six hidden layers of 100 units learn {ImageCount} images. They soon know all of them by heart, and validation data tell another " +
                "story: the gap between both is overfitting. Weight decay adds λ/2 times the squared weights to the loss; large weights cost " +
                "something. Dropout leaves out random units in each step, so that none can rely on another. Both narrow the gap. Training " +
                "data are evaluated as validation data are, without dropout.");
        page.AddFigures(
            Draw("Nothing against overfitting", 0, 0), Draw("Weight decay, λ = 0.1", 0.1, 0), Draw("Dropout, p = 0.2", 0, 0.2));
    }

    private LearningCurveFigure Draw(string title, double weightDecay, double dropout)
    {
        var (all, validation) = CourseDigits.Load();
        using var trainer = Trainer.Create(
            CourseNetworks.Deep(units: 100, depth: 6, Initializer.HeNormal, dropout: dropout),
            new MomentumSgd(LearningRate: 0.01, Momentum: 0) { WeightDecay = weightDecay }, new SoftmaxCrossEntropy(), seed: 1);
        trainer.EvaluatedTrainingShare = 1;
        return new LearningCurveFigure(trainer.Fit(all.Select([.. Enumerable.Range(0, ImageCount)]), validation, Epochs, batchSize: 50))
        {
            Title = title,
            Panels = LearningCurvePanels.Accuracy,
        };
    }
}
