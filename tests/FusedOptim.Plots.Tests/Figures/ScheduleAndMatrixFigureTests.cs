using FusedOptim.Schedules;
using FusedOptim.Training.Metrics;

namespace FusedOptim.Training.Plots.Tests;

/// <summary>Schedules, and confusion matrices.</summary>
public sealed class ScheduleAndMatrixFigureTests
{
    [Fact]
    public void SchedulesHaveNamesAndAnAxisOfStepsOrEpochs()
    {
        var figure = new ScheduleFigure(1000, ("cosine", new Cosine(0.1, 1000)), ("linear", new LinearDecay(0.1, 1000)));
        var svg = new SvgPicture(figure);
        Assert.All(
            (string[])["Learning rate over training", "Step", "Learning rate", "cosine", "linear"], text => Assert.Contains(text, svg.Texts));
        Assert.Contains("Epoch", new SvgPicture(new ScheduleFigure(100, ("cosine", new Cosine(0.1, 100))) { StepsPerEpoch = 10 }).Texts);
        var momentum = new ScheduleFigure(1, ("cosine", new Cosine(0.1, 100))) { Hyperparameter = "Momentum" };
        Assert.Contains("Momentum", new SvgPicture(momentum).Texts);
    }

    [Fact]
    public void BadSchedulesAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScheduleFigure(0, ("cosine", new Cosine(0.1, 100))));
        Assert.Throws<ArgumentException>(() => new ScheduleFigure(10));
        Assert.Throws<ArgumentNullException>(() => new ScheduleFigure(10, ("cosine", null!)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScheduleFigure(10, ("cosine", new Cosine(0.1, 100))) { StepsPerEpoch = 0 });
    }

    [Fact]
    public void TheMatrixHasItsNumbersAndClasses()
    {
        var svg = new SvgPicture(new ConfusionMatrixFigure(new ConfusionMatrix([0, 0, 0, 1, 1], [0, 0, 1, 1, -1], ["cat", "dog"])));
        Assert.All((string[])["Confusion matrix", "Class", "Predicted class", "none"], text => Assert.Contains(text, svg.Texts));
        Assert.Equal(2, svg.Texts.Count(text => text == "cat"));
        Assert.Equal(["1", "1", "1", "2"], svg.Texts.Where(text => int.TryParse(text, out _)).Order());
        Assert.Equal("60.0 % of 5 examples are predicted to be of their class.", svg.Description);
    }

    [Fact]
    public void MatricesOfManyClassesHaveNoNumbers()
    {
        string[] names = [.. Enumerable.Range(0, 30).Select(i => $"class {i}")];
        var svg = new SvgPicture(new ConfusionMatrixFigure(new ConfusionMatrix([1, 2], [1, 3], names)));
        Assert.DoesNotContain("1", svg.Texts);
        Assert.Contains("There are no examples.", new ConfusionMatrixFigure(new ConfusionMatrix([], [], names)).Description, StringComparison.Ordinal);
    }
}
