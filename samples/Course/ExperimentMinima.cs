using FusedOptim.Rules;
using FusedOptim.Training;
using FusedOptim.Training.Ensembles;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Landscapes;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Plots;

namespace FusedOptim.Samples.Course;

/// <summary>The loss around trained networks: small and large batches, and networks of several seeds as one ensemble.</summary>
/// <param name="Epochs">The number of epochs of each network.</param>
/// <param name="Places">The number of places of a slice.</param>
internal sealed record ExperimentMinima(int Epochs = 30, int Places = 41)
{
    private const int MemberCount = 5;
    private const int LargeBatchFactor = 12;

    /// <summary>Draws the slices, and compares the ensemble with its members.</summary>
    public void AddTo(HtmlReport page)
    {
        var (training, validation) = CourseDigits.Load();
        using var small = Fit(training, Epochs, batchSize: 8, seed: 1);
        // As many epochs would be too few steps to get anywhere near a minimum.
        using var large = Fit(training, LargeBatchFactor * Epochs, batchSize: 512, seed: 1);
        page.AddHeading("Flat and sharp minima, and an ensemble")
            .AddParagraph(
                $"One network learns in batches of 8 images for {Epochs} epochs, another one in batches of 512 for " +
                $"{LargeBatchFactor * Epochs}. Around each, the weights move along a random direction, which has the norm of the weights of each " +
                "unit. A flat minimum has a wide valley. The third figure moves from the weights of the first network, at 0, to those of the second, at 1.")
            .AddTable(
                ["batch", "validation accuracy", "mean rise of the training loss at a distance of 0.5"],
                [Describe("8", small), Describe("512", large)]);
        page.AddFigures(
            Slice("Training loss around the minima", training),
            Slice("Validation loss around the minima", validation),
            new LossLineFigure(
                ("training", small.ComputeLossSlice(training, new DirectionTo(large.Network), -0.5, 1.5, Places)),
                ("validation", small.ComputeLossSlice(validation, new DirectionTo(large.Network), -0.5, 1.5, Places)))
            {
                Title = "From one minimum to the other",
            });
        AddEnsemble(page);

        string[] Describe(string batch, Trainer trainer) =>
        [
            batch, $"{trainer.Evaluate(validation).Accuracy:P1}", $"{trainer.ComputeSharpness(training, radius: 0.5).MeanRise:G3}",
        ];

        LossLineFigure Slice(string title, Dataset data) => new(
            ("batches of 8", small.ComputeLossSlice(data, new RandomDirection(1), count: Places)),
            ("batches of 512", large.ComputeLossSlice(data, new RandomDirection(1), count: Places)))
        {
            Title = title,
        };
    }

    private void AddEnsemble(HtmlReport page)
    {
        var (training, validation) = CourseDigits.Load();
        // Few images, so that the members differ.
        var images = training.Select([.. Enumerable.Range(0, Math.Min(300, training.Count))]);
        Trainer[] trainers = [.. Enumerable.Range(1, MemberCount).Select(seed => Fit(images, Epochs, batchSize: 16, seed))];
        try
        {
            var ensemble = new NetworkEnsemble(trainers.Select(trainer => trainer.Network));
            var loss = new SoftmaxCrossEntropy();
            page.AddParagraph(
                    $"{MemberCount} networks that start from other weights learn {images.Count} images each. They are wrong about different " +
                    "images: the mean of their probabilities is right more often than most of them, and its loss is far lower, because it is " +
                    "less sure where they disagree.")
                .AddTable(
                    ["network", "validation accuracy", "validation loss"],
                    [
                        .. trainers.Select((trainer, i) => Row($"member {i + 1}", trainer.Evaluate(validation))),
                        Row("mean of the probabilities", ensemble.Evaluate(loss, validation)),
                    ]);
        }
        finally
        {
            foreach (var trainer in trainers)
                trainer.Dispose();
        }

        static string[] Row(string name, Evaluation evaluation) => [name, $"{evaluation.Accuracy:P1}", $"{evaluation.Loss:F3}"];
    }

    private static Trainer Fit(Dataset training, int epochs, int batchSize, long seed)
    {
        var trainer = Trainer.Create(
            CourseNetworks.Deep(units: 64, depth: 2, Initializer.HeNormal), new MomentumSgd(LearningRate: 0.02, Momentum: 0.9),
            new SoftmaxCrossEntropy(), seed);
        trainer.Fit(training, epochs: epochs, batchSize: batchSize);
        return trainer;
    }
}
