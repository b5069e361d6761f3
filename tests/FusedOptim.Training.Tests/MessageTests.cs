using System.Globalization;
using FusedOptim.Training.Checking;
using FusedOptim.Training.Data;
using FusedOptim.Training.Data.Images;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Tuning;

namespace FusedOptim.Training.Tests;

public class MessageTests
{
    // Signs and separators of no real culture's data, so that the tests also run without ICU.
    private static readonly CultureInfo Foreign =
        new("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "−" } };

    [Fact]
    public void NumbersInMessagesAreWrittenWithAPoint()
    {
        var data = new Dataset([1f, 2], [0, 1]);
        Action[] mistakes =
        [
            () => MinMaxNormalization.Fit(data, 0.5, 0.25),
            () => _ = new RandomAffine(new ImageShape(1, 1), minimumScale: 0.5, maximumScale: 0.25),
            () => _ = new GaussianNoise(0.5, minimum: 0.5f, maximum: 0.25f),
            () => _ = new Uniform(0.5, 0.25),
            () => _ = new RealDimension("x", 0.5, 0.25),
            () => _ = new RealDimension("x", -0.5, 1, isLogarithmic: true),
            () => _ = new ChoiceDimension("x", 0.5, 0.5),
            () => _ = new LearningRateRangeTest(0.5, 0.25),
            () => _ = new Dropout(1.5),
        ];
        Assert.All(MessagesOf(mistakes), message =>
        {
            Assert.Contains(".5", message, StringComparison.Ordinal);
            Assert.DoesNotContain(",5", message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void NegativeNumbersInMessagesAreWrittenWithAHyphen()
    {
        using var network = new Sequential(new Dense(1, 2)).Build(seed: 1);
        Action[] mistakes =
        [
            () => _ = new Dataset([1f, 2], [0, -7]),
            () => _ = new Dataset([1f, 2], [0, 1]).GetRow(-7),
            () => _ = new Dense(-7, 2),
            () => _ = new TensorShape(3, -7),
            () => network.GetActivations(-7),
            () => new SoftmaxCrossEntropy().Evaluate([0f, 0f], [-7], []),
        ];
        Assert.All(MessagesOf(mistakes), message =>
        {
            Assert.Contains("-7", message, StringComparison.Ordinal);
            Assert.DoesNotContain("−", message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void NumbersInReportsAreWrittenWithAPoint()
    {
        var evaluation = new Evaluation(0.5, 0.75);
        var epoch = new EpochReport(1, evaluation, evaluation, TimeSpan.FromSeconds(1.5)) { TrainingEvaluation = evaluation };
        object[] reports =
        [
            evaluation,
            epoch,
            new TrainingReport([epoch], WasCancelled: false, Elapsed: TimeSpan.FromSeconds(2.5)),
            new TrainingProgress(1, 2, 3, 4, evaluation, epoch) { BatchLoss = 0.5 },
            new StepReport { GradientNorm = 0.5, GradientScale = 1.5 },
            new LearningRateRangeTestPoint(0.5, 1.5, 2.5),
            new GradientComparison("weight", new TensorShape(2, 2), 0.5, 0, 1, 1.5, -0.5),
        ];
        var texts = Abroad(() => Array.ConvertAll(reports, report => report.ToString()!));
        Assert.All(texts, text =>
        {
            Assert.Contains(".5", text, StringComparison.Ordinal);
            Assert.DoesNotContain(",5", text, StringComparison.Ordinal);
            Assert.DoesNotContain(",75", text, StringComparison.Ordinal);
            Assert.DoesNotContain("−", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void ADefaultProgressIsReadable() =>
        Assert.Contains("Epoch = 0, LastEpoch = 0", default(TrainingProgress).ToString(), StringComparison.Ordinal);

    /// <summary>The messages of exceptions, without the line with the value that the framework adds, which follows the culture.</summary>
    private static string[] MessagesOf(Action[] mistakes) => Abroad(() => Array.ConvertAll(
        mistakes, mistake => Assert.ThrowsAny<ArgumentException>(mistake).Message.Split('\n')[0]));

    private static T Abroad<T>(Func<T> function)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = Foreign;
        try
        {
            return function();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
