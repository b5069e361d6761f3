using FusedOptim.Rules;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

public class PredictionTests
{
    private static readonly Dataset Training = ToyProblem.Spirals(40, seed: 1);
    private static readonly Dataset Validation = ToyProblem.Spirals(300, seed: 2);

    [Fact]
    public void ProbabilitiesAreTheSoftmaxOfTheOutputs()
    {
        using var network = ToyProblem.Model.Build(seed: 1);
        var outputs = network.Predict(Validation.Features).ToArray();
        var probabilities = network.PredictProbabilities(Validation.Features);
        Assert.Equal(outputs.Length, probabilities.Length);
        for (var row = 0; row < Validation.Count; row++)
        {
            var exponentials = outputs.AsSpan(3 * row, 3).ToArray().Select(value => Math.Exp(value)).ToArray();
            for (var j = 0; j < 3; j++)
                Assert.Equal(exponentials[j] / exponentials.Sum(), probabilities[3 * row + j], 1e-7);
        }
    }

    [Fact]
    public void ProbabilitiesDoNotOverflowAndInfinityIsCertain()
    {
        AssertProbabilities([1000, 0, -1000], [1, 0, 0]);
        AssertProbabilities([float.MaxValue, float.MaxValue, float.MinValue], [0.5f, 0.5f, 0]);
        AssertProbabilities([0, float.NegativeInfinity, 0], [0.5f, 0, 0.5f]);
        AssertProbabilities([0, float.PositiveInfinity, 0], [0, 1, 0]);
        float[] none = [float.NaN, float.NaN, float.NaN];
        AssertProbabilities([0, float.NaN, 0], none);
        AssertProbabilities([0, float.PositiveInfinity, float.PositiveInfinity], none);
        AssertProbabilities([float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity], none);

        static void AssertProbabilities(float[] outputs, float[] expected)
        {
            using var network = Passing(3);
            Assert.Equal(expected, network.PredictProbabilities(outputs));
            if (float.IsNaN(expected[0]))
                Assert.Empty(network.GetTopClasses(outputs, 2));
        }
    }

    [Fact]
    public void TopClassesAreInDescendingOrderWithTheirNames()
    {
        using var network = Passing(4);
        network.OutputNames = ["ant", "bee", "cat", "dog"];
        var top = network.GetTopClasses([0, MathF.Log(2), 0, MathF.Log(4)], 3);
        Assert.Equal([3, 1, 0], top.Select(entry => entry.Class));
        Assert.Equal(["dog", "bee", "ant"], top.Select(entry => entry.Name));
        Assert.Equal(0.5, top[0].Probability, 1e-7);
        Assert.Equal(0.125, top[2].Probability, 1e-7);
        Assert.Equal(4, network.GetTopClasses([1, 2, 3, 4], 100).Count);
        Assert.Equal([0, 1, 2, 3], network.GetTopClasses([5, 5, 5, 5], 4).Select(entry => entry.Class));
        Assert.Equal("ClassProbability { Class = 0, Name = ant, Probability = 0.25 }", network.GetTopClasses([5, 5, 5, 5], 1)[0].ToString());
        Assert.Throws<ArgumentOutOfRangeException>("count", () => network.GetTopClasses([1, 2, 3, 4], 0));
        Assert.Throws<ArgumentException>("example", () => network.GetTopClasses(new float[8], 1));
    }

    [Fact]
    public void ProbabilitiesInDoubleAreNotRounded()
    {
        using var network = new Sequential(new Input(2)).Build<double>(seed: 1);
        Assert.Equal(1 / 3.0, network.PredictProbabilities([0, Math.Log(2)])[0], 1e-15);
    }

    public static TheoryData<TargetLoss> LogisticLosses => new(new LogisticLoss(), new WeightedLogisticLoss(3));

    [Theory]
    [MemberData(nameof(LogisticLosses))]
    public void ATrainerWithALogisticLossGivesEveryOutputAProbability(TargetLoss loss)
    {
        using var trainer = Trainer.Create(ToyProblem.Model, new AdamW(0.01), loss, seed: 1);
        trainer.Fit(Training.WithOneHotTargets(), epochs: 3);
        var outputs = trainer.Predict(Validation);
        var probabilities = trainer.PredictProbabilities(Validation);
        for (var i = 0; i < outputs.Length; i++)
            Assert.Equal(1 / (1 + Math.Exp(-outputs[i])), probabilities[i], 1e-7);
        var best = trainer.GetTopClasses(Validation.GetRow(0), 1)[0];
        Assert.Equal(probabilities.AsSpan(0, 3).ToArray().Max(), (float)best.Probability);
    }

    [Fact]
    public void ALossWithoutProbabilitiesIsRefused()
    {
        using var trainer = Trainer.Create(ToyProblem.Model, new AdamW(), new SquaredLoss(), seed: 1);
        const string Message = "SquaredLoss does not read outputs as probabilities. Train with SoftmaxCrossEntropy or LogisticLoss, or " +
            "use the outputs themselves, by Predict.";
        var row = Validation.GetRow(0).ToArray();
        Assert.Equal(Message, Assert.Throws<NotSupportedException>(() => trainer.PredictProbabilities(row)).Message);
        Assert.Equal(Message, Assert.Throws<NotSupportedException>(() => trainer.PredictProbabilities(Validation)).Message);
        Assert.Equal(Message, Assert.Throws<NotSupportedException>(() => trainer.GetTopClasses(row, 1)).Message);
        trainer.Fit(Training.WithOneHotTargets(), epochs: 1);
    }

    /// <summary>More rows than a batch has, with and without answers: the bits of each row alone.</summary>
    [Fact]
    public void RowsOfADataSetHaveTheBitsOfSingleRows()
    {
        using var network = ToyProblem.Model.Build(seed: 1);
        var unlabeled = Dataset.Unlabeled(Validation.Features.ToArray(), Validation.Count);
        var (outputs, probabilities, classes) =
            (network.Predict(unlabeled), network.PredictProbabilities(unlabeled), network.Classify(unlabeled));
        Assert.Equal(outputs, network.Predict(Validation));
        Assert.Equal((900, 900, 300), (outputs.Length, probabilities.Length, classes.Length));
        for (var row = 0; row < 300; row++)
        {
            Assert.Equal(network.Predict(Validation.GetRow(row)), outputs.AsSpan(3 * row, 3));
            Assert.Equal(network.PredictProbabilities(Validation.GetRow(row)), probabilities.AsSpan(3 * row, 3));
            var label = new int[1];
            network.Classify(Validation.GetRow(row), label);
            Assert.Equal(label[0], classes[row]);
            Assert.Equal(network.GetTopClasses(Validation.GetRow(row), 1)[0].Class, classes[row]);
        }

        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => network.Predict(unlabeled, source.Token));
        Assert.Throws<OperationCanceledException>(() => network.Classify(unlabeled, source.Token));
        Assert.Throws<ArgumentException>("dataset", () => network.Predict(Dataset.Unlabeled([1, 2, 3], 1)));
        Assert.Throws<ArgumentException>("dataset", () => network.Classify(Dataset.Unlabeled([1, 2, 3], 1)));
    }

    /// <summary>Averages, schedule-free rules and the best weights of early stopping.</summary>
    [Theory]
    [MemberData(nameof(EvaluationWeightsMemberTests.Rules), MemberType = typeof(EvaluationWeightsMemberTests))]
    public void EveryPredictionOfATrainerUsesTheEvaluationWeights(IUpdateRule rule, bool stopsEarly)
    {
        using var trainer = Trainer.Create(ToyProblem.Model, rule, new SoftmaxCrossEntropy(), seed: 1);
        trainer.EarlyStopping = stopsEarly ? new EarlyStopping(patience: 3) : null;
        trainer.Fit(Training, Validation, epochs: stopsEarly ? 400 : 5);
        var network = trainer.Network;
        var digest = network.ComputeDigest();
        var example = Validation.GetRow(7).ToArray();

        float[] outputs, probabilities;
        int[] classes;
        IReadOnlyList<ClassProbability> top;
        using (trainer.UseEvaluationWeights())
        {
            (outputs, probabilities) = (network.Predict(Validation), network.PredictProbabilities(Validation));
            (classes, top) = (network.Classify(Validation), network.GetTopClasses(example, 3));
        }

        Assert.Equal(outputs, trainer.Predict(Validation));
        Assert.Equal(outputs, trainer.Predict(Validation.Features));
        Assert.Equal(probabilities, trainer.PredictProbabilities(Validation));
        Assert.Equal(probabilities, trainer.PredictProbabilities(Validation.Features));
        Assert.Equal(classes, trainer.Classify(Validation));
        Assert.Equal(top, trainer.GetTopClasses(example, 3));
        Assert.Equal(trainer.Evaluate(Validation).Accuracy, trainer.ComputeConfusionMatrix(Validation).Accuracy);
        Assert.Equal(digest, network.ComputeDigest());
        if (!stopsEarly && rule is not AdamW)
            Assert.NotEqual(outputs, network.Predict(Validation));
    }

    [Theory]
    [MemberData(nameof(EvaluationWeightsMemberTests.Rules), MemberType = typeof(EvaluationWeightsMemberTests))]
    public void ARegressionReportUsesTheEvaluationWeights(IUpdateRule rule, bool stopsEarly)
    {
        var (training, validation) = (Training.WithOneHotTargets(), Validation.WithOneHotTargets());
        using var trainer = Trainer.Create(ToyProblem.Model, rule, new HuberLoss(), seed: 1);
        trainer.EarlyStopping = stopsEarly ? new EarlyStopping(patience: 3) : null;
        trainer.Fit(training, validation, epochs: stopsEarly ? 400 : 5);
        var expected = Metrics.RegressionReport.Compute(trainer.Predict(validation), validation.Targets, ["0", "1", "2"]);
        Assert.Equal(expected.Mean, trainer.EvaluateRegression(validation).Mean);
    }

    // Outputs are inputs.
    private static Network<float> Passing(int count) => new Sequential(new Input(count)).Build(seed: 1);
}
