using FusedOptim.Rules;
using FusedOptim.Training;
using FusedOptim.Training.Data;
using FusedOptim.Training.Data.Images;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Plots;

namespace FusedOptim.Samples.Course;

/// <summary>A convolutional network that learns few images, with and without augmentation.</summary>
/// <param name="Epochs">The number of epochs of each network.</param>
/// <param name="ImageCount">The number of images to learn from.</param>
internal sealed record ExperimentConvolution(int Epochs = 60, int ImageCount = 200)
{
    private const int Side = 8;

    /// <summary>Draws both curves, and the mistakes of the better network.</summary>
    public void AddTo(HtmlReport page)
    {
        var (all, validation) = CourseDigits.LoadPixels();
        var training = all.Select([.. Enumerable.Range(0, ImageCount)]);
        var shifting = new RandomAffine(new ImageShape(Side, Side), maximumRotation: 10, maximumShift: 0.1, minimumScale: 0.9, maximumScale: 1.1);
        using var plain = Train(augmentation: null);
        using var augmented = Train(shifting);
        var reports = ((string Name, Trainer Trainer)[])[("as they are", plain), ("augmented", augmented)];
        var figure = new LearningCurveFigure(reports.Select(entry => (entry.Name, entry.Trainer.Fit(training, validation, Epochs))))
        {
            Title = $"{ImageCount} images, with and without augmentation",
        };

        page.AddHeading("Convolutions and augmentation")
            .AddParagraph(
                "Two convolutions with ReLU and pooling look at small windows of an image, with the same weights everywhere. " +
                $"From {ImageCount} images they soon learn all there is. Augmentation turns, shifts and scales each image a little in each " +
                "epoch: the network never sees the same image twice, learns its training data more slowly, and classifies more of the new images.")
            .AddFigures(
                figure,
                new ConfusionMatrixFigure(augmented.ComputeConfusionMatrix(validation)) { Title = "Digits and predictions, with augmentation" });

        static Trainer Train(Augmentation? augmentation)
        {
            var model = new Sequential(
                new Input(Side, Side, 1),
                new Convolution2D(1, 16, 3, padding: 1), new Relu(), new MaxPool2D(2),
                new Convolution2D(16, 32, 3, padding: 1), new Relu(), new MaxPool2D(2),
                new Flatten(), new Dense(2 * 2 * 32, 10));
            var trainer = Trainer.Create(model, new AdamW(LearningRate: 0.003), new SoftmaxCrossEntropy(), seed: 1);
            trainer.Augmentation = augmentation;
            trainer.EvaluatedTrainingShare = 1;
            return trainer;
        }
    }
}
