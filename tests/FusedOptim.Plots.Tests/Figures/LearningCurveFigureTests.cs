namespace FusedOptim.Training.Plots.Tests;

/// <summary>Learning curves of one run and of several.</summary>
public sealed class LearningCurveFigureTests
{
    private const string FirstColor = "#0072B2";
    private const string SecondColor = "#C64E00";

    [Fact]
    public void OneRunHasItsPanelsWithLabelsAndLegend()
    {
        var svg = new SvgPicture(new LearningCurveFigure(Reports.Make()));
        Assert.All(
            (string[])["Learning curves", "Loss", "Accuracy (%)", "Epoch", "batches", "batches, smoothed", "validation", "best epoch: 4"],
            text => Assert.Contains(text, svg.Texts));
        // The loss of batches and their average; the mean of epochs for the accuracy; and the swatches of both in the legend.
        Assert.Equal(3, svg.Lines(FirstColor).Count(IsCurve));
        Assert.Equal(2, svg.Lines(SecondColor).Count(IsCurve));
    }

    [Fact]
    public void AllPanelsAreOneBelowTheOther()
    {
        var figure = new LearningCurveFigure(Reports.Make()) { Panels = LearningCurvePanels.All };
        var texts = new SvgPicture(figure).Texts;
        Assert.All((string[])["Loss", "Accuracy (%)", "Norm of gradients", "Learning rate"], label => Assert.Contains(label, texts));
        Assert.Equal(70 + 4 * 270, figure.DefaultHeight);
    }

    [Fact]
    public void RunsBesideEachOtherHaveAColourEach()
    {
        var svg = new SvgPicture(new LearningCurveFigure(("SGD", Reports.Make()), ("Adam", Reports.Make(scale: 0.5)))
        {
            Panels = LearningCurvePanels.Loss,
        });
        Assert.All((string[])["Learning curves compared", "SGD", "Adam", "validation", "training"], text => Assert.Contains(text, svg.Texts));
        Assert.DoesNotContain("Accuracy (%)", svg.Texts);
        foreach (var color in (string[])[FirstColor, SecondColor])
        {
            // Validation is a line; training is dashed, which SVG has as an area for each dash.
            Assert.Single(svg.Lines(color), IsCurve);
            Assert.Single(
                svg.Elements("path"),
                path => path.Attribute("fill")?.Value == color && path.Attribute("d")!.Value.Count(letter => letter == 'M') > 10);
        }
    }

    [Fact]
    public void TrainingIsAFullLineWhereNothingWasValidated()
    {
        var svg = new SvgPicture(new LearningCurveFigure(("SGD", Reports.Make(hasValidation: false)), ("Adam", Reports.Make(hasValidation: false)))
        {
            Panels = LearningCurvePanels.Loss,
        });
        Assert.Single(svg.Lines(FirstColor), IsCurve);
        Assert.DoesNotContain("validation", svg.Texts);
    }

    [Fact]
    public void PanelsWithoutValuesAreLeftOut()
    {
        var report = Reports.Make() with
        {
            Epochs = [.. Enumerable.Range(1, 2).Select(epoch => new EpochReport(epoch, new(1, double.NaN), null, TimeSpan.Zero))],
            GradientNorms = [],
            LearningRates = [],
        };
        var texts = new SvgPicture(new LearningCurveFigure(report) { Panels = LearningCurvePanels.All }).Texts;
        Assert.Contains("Loss", texts);
        Assert.DoesNotContain("Accuracy (%)", texts);
        Assert.DoesNotContain("Norm of gradients", texts);
    }

    [Fact]
    public void LossesOverDecadesHaveALogarithmicAxis()
    {
        var report = Reports.Make(epochs: 4, hasValidation: false) with
        {
            BatchLosses = [.. Enumerable.Range(0, 40).Select(i => MathF.Pow(10, -i / 10f))],
        };
        var texts = new SvgPicture(new LearningCurveFigure(report) { Panels = LearningCurvePanels.Loss }).Texts;
        Assert.All((string[])["1", "0.1", "0.01", "0.001"], text => Assert.Contains(text, texts));
    }

    [Fact]
    public void LossesThatAreNotFiniteAreGaps()
    {
        var losses = Enumerable.Repeat(1f, 60).ToArray();
        (losses[20], losses[40]) = (float.NaN, float.PositiveInfinity);
        var svg = new SvgPicture(new LearningCurveFigure(Reports.Make() with { BatchLosses = losses }) { Panels = LearningCurvePanels.Loss });
        // Three parts of the losses and of their average.
        Assert.Equal(6, svg.Lines(FirstColor).Count(IsCurve));
        Assert.DoesNotContain(svg.Attributes, attribute => attribute.Value.Contains("nan", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    public void RunsWithoutEpochsOrBatchesCanBeDrawn(int epochs, int batches)
    {
        var report = Reports.Make(epochs, batches) with { BatchLosses = [.. Enumerable.Repeat(1f, batches)] };
        var texts = new SvgPicture(new LearningCurveFigure(report) { Panels = LearningCurvePanels.All }).Texts;
        Assert.Contains("Loss", texts);
        Assert.Contains(epochs == 0 ? "Step" : "Epoch", texts);
    }

    [Fact]
    public void ARunThatEndsInItsFirstEpochIsBesideTheOthers()
    {
        var failed = Reports.Make() with { Epochs = [], EpochEnds = [], Best = null, BatchLosses = [1, 2, 4, float.NaN] };
        var svg = new SvgPicture(new LearningCurveFigure(("SGD", failed), ("Adam", Reports.Make())) { Panels = LearningCurvePanels.Loss });
        Assert.Contains("Epoch", svg.Texts);
        Assert.Contains("SGD", svg.Texts);
        Assert.Equal(
            [0.05, 0.15, 0.25, 0.35], new TrainingCurves("SGD", failed).GetBatchPlaces(epochLength: 10), (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Contains("SGD: 0 epochs, none of them with a finite result.", svg.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void AMillionBatchesAreThinnedToPixels()
    {
        var report = Reports.Make(epochs: 10, batches: 100_000);
        var svg = new LearningCurveFigure(report) { Panels = LearningCurvePanels.Loss }.ToSvg();
        Assert.InRange(svg.Length, 10_000, 200_000);
    }

    [Fact]
    public void BatchesArePlacedInTheirEpochs()
    {
        // A second epoch with twice as many batches, and three batches of an epoch that was not completed.
        var curves = new TrainingCurves("run", Reports.Make(epochs: 2) with { BatchLosses = new float[9], EpochEnds = [2, 6] });
        Assert.Equal([0.25, 0.75, 1.125, 1.375, 1.625, 1.875, 2.125, 2.375, 2.625], curves.GetBatchPlaces());
    }

    [Fact]
    public void TheAverageIsFreeOfBias()
    {
        var smoothed = new TrainingCurves("run", Reports.Make()).Smooth([1, 1, double.NaN, 3], count: 2);
        Assert.Equal(1, smoothed[0]);
        Assert.Equal(1, smoothed[1]);
        Assert.Equal(double.NaN, smoothed[2]);
        // Weights 1/8, 1/4 and 1/2.
        Assert.Equal((1 / 8.0 + 1 / 4.0 + 3 / 2.0) / (7 / 8.0), smoothed[3], 1e-15);
    }

    [Fact]
    public void RunsWithoutNamesOrWithTheSameNameAreRefused()
    {
        Assert.Throws<ArgumentException>(() => new LearningCurveFigure());
        var exception = Assert.Throws<ArgumentException>(() => new LearningCurveFigure(("Adam", Reports.Make()), ("Adam", Reports.Make())));
        Assert.Contains("Two runs have the name 'Adam'", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new LearningCurveFigure(("", Reports.Make())));
        Assert.Throws<ArgumentNullException>(() => new LearningCurveFigure(("Adam", null!)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningCurveFigure(Reports.Make()) { Panels = LearningCurvePanels.None });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningCurveFigure(Reports.Make()) { SmoothedBatches = 0 });
    }

    // Swatches and ticks have two points.
    private static bool IsCurve(System.Xml.Linq.XElement path) => path.Attribute("d")!.Value.Count(char.IsLetter) > 2;
}
