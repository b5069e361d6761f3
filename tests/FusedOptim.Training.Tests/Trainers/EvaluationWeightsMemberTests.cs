using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices;
using FusedOptim.Rules;
using FusedOptim.Schema;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>The members of a trainer that use the evaluation weights, and statistics of batch normalization for them.</summary>
[Trait("Kind", "Averages"), Trait("Members", "New")]
public class EvaluationWeightsMemberTests
{
    private static readonly Dataset Training = ToyProblem.Spirals(40, seed: 1);
    private static readonly Dataset Validation = ToyProblem.Spirals(200, seed: 2);
    private static readonly SoftmaxCrossEntropy Loss = new();

    public static TheoryData<IUpdateRule, bool> Rules
    {
        get
        {
            var data = new TheoryData<IUpdateRule, bool>();
            IUpdateRule[] rules =
            [
                new ScheduleFreeAdamW(0.05), new ScheduleFreeSgd(0.5), new AveragedSgd { LearningRate = 0.3 },
                new PlainAveragedAdam { LearningRate = 0.05 }, new AdamW(0.05),
            ];
            foreach (var rule in rules)
            {
                data.Add(rule, false);
                data.Add(rule, true);
            }

            return data;
        }
    }

    /// <summary>Every shipped rule that evaluates with other weights than it trains is among them.</summary>
    [Fact]
    public void AllShippedRulesWithEvaluationWeightsAreTested()
    {
        var evaluating = UpdateRules.Shipped.Where(rule => rule.Schema.Phases is [.., { Kind: PhaseKind.Evaluate }]);
        Assert.Equal([nameof(ScheduleFreeAdamW), nameof(ScheduleFreeSgd)], evaluating.Select(rule => rule.Name));
    }

    /// <summary>0.942 by Evaluate and 0.922 by Network.Classify.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void TheTrainerEvaluatesClassifiesPredictsAndSavesByTheSameWeights(IUpdateRule rule, bool stopsEarly)
    {
        using var file = new TemporaryFile();
        using var trainer = Trainer.Create(ToyProblem.Model, rule, Loss, seed: 1);
        trainer.EarlyStopping = stopsEarly ? new EarlyStopping(patience: 3) : null;
        Assert.Equal(stopsEarly, trainer.Fit(Training, Validation, epochs: stopsEarly ? 400 : 5).WasStopped);
        var digest = trainer.Network.ComputeDigest();
        var expected = trainer.Evaluate(Validation);

        var labels = new int[Validation.Count];
        trainer.Classify(Validation.Features, labels);
        Assert.Equal(expected.Accuracy, Share(labels));
        Assert.Equal(expected.Loss, Loss.Evaluate(trainer.Predict(Validation.Features), Validation.Labels), 1e-6);
        trainer.SaveNetwork(file.Path);
        using var stream = new MemoryStream();
        trainer.SaveNetwork(stream);
        Assert.Equal(File.ReadAllBytes(file.Path), stream.ToArray());
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => trainer.Evaluate(Validation, cancelled.Token));
        using (trainer.UseEvaluationWeights())
        {
            Assert.Equal(expected, Evaluation.Compute(trainer.Network, Loss, Validation));
            // A scope within the scope ends with the outer one.
            Assert.Equal(expected, trainer.Evaluate(Validation));
            Assert.Equal(expected, Evaluation.Compute(trainer.Network, Loss, Validation));
            var error = Assert.Throws<InvalidOperationException>(() => trainer.Fit(Training, Validation));
            Assert.StartsWith("The evaluation weights are in use.", error.Message);
        }

        using var loaded = ToyProblem.Model.Build(seed: 9);
        loaded.Load(file.Path);
        Assert.Equal(expected, Evaluation.Compute(loaded, Loss, Validation));
        // Nothing has changed by being looked at.
        Assert.Equal(digest, trainer.Network.ComputeDigest());
        trainer.EarlyStopping = null;
        Assert.Single(trainer.Fit(Training, epochs: 1).Epochs);
    }

    /// <summary>After a step by hand, the network holds training weights again.</summary>
    [Fact]
    public void AStepAfterEarlyStoppingEndsTheUseOfTheBestWeights()
    {
        using var trainer = Trainer.Create(ToyProblem.Model, new ScheduleFreeAdamW(0.05), Loss, seed: 1);
        trainer.EarlyStopping = new EarlyStopping(patience: 3);
        trainer.Fit(Training, Validation, epochs: 400);
        trainer.Network.Forward(Training.Features);
        trainer.Network.OutputGradients.Fill(0.01f);
        trainer.Network.Backward();
        trainer.Optimizer.Step(new StepOptions { ZeroGradients = true });
        trainer.Optimizer.Step();
        Evaluation expected;
        using (trainer.Optimizer.UseEvaluationWeights())
            expected = Evaluation.Compute(trainer.Network, Loss, Validation);
        Assert.Equal(expected, trainer.Evaluate(Validation));
        Assert.NotEqual(expected, Evaluation.Compute(trainer.Network, Loss, Validation));
    }

    [Fact]
    public void ReloadedParametersAreWhatAveragesGoOnFrom()
    {
        using var trainer = Trainer.Create(ToyProblem.Model, new ScheduleFreeAdamW(0.05), Loss, seed: 1);
        trainer.Fit(Training, epochs: 2);
        var weight = trainer.Network.Parameters["dense1.weight"];
        weight.Values.Fill(0.25f);
        using (trainer.UseEvaluationWeights())
        {
            Assert.NotEqual(0.25f, weight.Values[0]);
            Assert.Throws<InvalidOperationException>(trainer.Optimizer.ReloadParameters);
        }

        trainer.Optimizer.ReloadParameters();
        using (trainer.UseEvaluationWeights())
            Assert.All(weight.Values.ToArray(), value => Assert.Equal(0.25f, value));
    }

    /// <summary>95.8 % and a loss of 0.164 with the statistics of training, 97.2 % and 0.104 with those of the average.</summary>
    [Fact]
    public void AnAverageNeedsStatisticsOfBatchNormalizationOfItsOwn()
    {
        var digits = CsvDataset.Load(Path.Combine(AppContext.BaseDirectory, "Data", "digits.csv.gz"));
        var (training, test) = digits.SplitStratified(0.8, seed: 1);
        var standardization = Standardization.Fit(training);
        (training, test) = (standardization.Apply(training), standardization.Apply(test));
        var model = new Sequential(
            new Dense(64, 64), new BatchNorm(), new Relu(), new Dense(64, 64), new BatchNorm(), new Relu(), new Dense(64, 10));
        using var trainer = Trainer.Create(model, new PlainAveragedAdam { LearningRate = 0.03 }, Loss, seed: 1);
        trainer.Fit(training, epochs: 3);
        var before = trainer.Evaluate(test);
        var parameters = trainer.Network.Parameters.Select(parameter => parameter.Values.ToArray()).ToArray();
        var forwardCount = trainer.Network.ForwardCount;

        trainer.UpdateBatchNorm(training);

        var after = trainer.Evaluate(test);
        Assert.True(after.Loss < 0.7 * before.Loss, $"{before} {after}");
        Assert.True(after.Accuracy > before.Accuracy + 0.01, $"{before} {after}");
        Assert.Equal(parameters, trainer.Network.Parameters.Select(parameter => parameter.Values.ToArray()));
        Assert.Equal(forwardCount, trainer.Network.ForwardCount);
        // Once more is the same.
        var digest = trainer.Network.ComputeDigest();
        trainer.UpdateBatchNorm(training);
        Assert.Equal(digest, trainer.Network.ComputeDigest());
    }

    /// <summary>One batch is the whole data set: mean and unbiased variance of what the layer is given.</summary>
    [Theory]
    [InlineData(7, 256)]
    [InlineData(7, 7)]
    [InlineData(7, 6)]
    public void TheStatisticsAreThoseOfTheData(int count, int batchSize)
    {
        using var network = new Sequential(new BatchNorm(2), new Dropout(0.5), new Dense(2, 2)).Build(seed: 1);
        var data = Data(count);
        network.UpdateBatchNorm(data, batchSize);
        for (var feature = 0; feature < 2; feature++)
        {
            double[] values = [.. data.Features.ToArray().Where((_, i) => i % 2 == feature)];
            var mean = values.Average();
            Assert.Equal(mean, network.Parameters["batchnorm1.running_mean"].Values[feature], 1e-6);
            Assert.Equal(
                values.Sum(value => (value - mean) * (value - mean)) / (count - 1),
                network.Parameters["batchnorm1.running_var"].Values[feature], 1e-5);
        }
    }

    /// <summary>Batches of 3, 3 and 2; those of 3 weigh more.</summary>
    [Fact]
    public void BatchesWeighByTheirExamples()
    {
        using var network = new Sequential(new BatchNorm(2), new Dense(2, 2)).Build(seed: 1);
        var data = Data(8);
        network.UpdateBatchNorm(data, batchSize: 3);
        var expected = data.Features.ToArray().Where((_, i) => i % 2 == 0).Average();
        Assert.Equal(expected, network.Parameters["batchnorm1.running_mean"].Values[0], 1e-6f);
    }

    [Fact]
    public void StatisticsThatCannotBeTakenChangeNothing()
    {
        using var network = new Sequential(new Dense(2, 2), new BatchNorm(), new Dense(2, 2)).Build(seed: 1);
        var digest = network.ComputeDigest();
        Assert.Throws<ArgumentException>(() => network.UpdateBatchNorm(Data(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.UpdateBatchNorm(Data(5), batchSize: 1));
        Assert.Throws<ArgumentException>(() => network.UpdateBatchNorm(new Dataset([1, 2, 3], [0])));
        Assert.Equal(digest, network.ComputeDigest());

        network.Parameters["dense1.weight"].Values[0] = float.PositiveInfinity;
        digest = network.ComputeDigest();
        Assert.Throws<InvalidOperationException>(() => network.UpdateBatchNorm(Data(5)));
        Assert.Equal(digest, network.ComputeDigest());

        using var without = new Sequential(new Dense(2, 2)).Build(seed: 1);
        without.UpdateBatchNorm(Data(1));
        Assert.Throws<InvalidOperationException>(without.Backward);
    }

    private static Dataset Data(int count) => new(
        [.. Enumerable.Range(0, 2 * count).Select(i => MathF.Sin(i * i) + i % 2)], new int[count], classCount: 2);

    private static double Share(int[] labels)
    {
        var right = 0;
        for (var i = 0; i < labels.Length; i++)
            right += labels[i] == Validation.Labels[i] ? 1 : 0;
        return (double)right / labels.Length;
    }
}

[UpdateRule, FirstMoment(0.9), SecondMoment(0.999), BiasCorrection, AveragedWeights(0.999, Plain = true)]
public sealed partial record PlainAveragedAdam;
