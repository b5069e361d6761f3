using System.Text.Json;
using FusedOptim.Rules;
using FusedOptim.Training.Data;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>Trainers that are held without the types of their rules, and trainers of several rules.</summary>
public sealed class TrainerRuleTests
{
    private static readonly Dataset Training = ToyProblem.Spirals(60, seed: 1);
    private static readonly StepOptions Zeroing = new() { ZeroGradients = true };

    [Fact]
    public void TrainersOfFiveRulesInOneListTrainAsTheLoopsByHand()
    {
        IUpdateRule[] rules = [new AdamW(0.01), new Lion(1e-3), new HeavyBall(0.05, 0.9), new Rprop(0.01), new NovoGrad(0.02)];
        List<Trainer> trainers =
            [.. rules.Select(rule => Trainer.Create(ToyProblem.Model, rule, new SoftmaxCrossEntropy(), seed: 3))];
        foreach (var (trainer, rule) in trainers.Zip(rules))
        {
            trainer.Fit(Training, epochs: 3, batchSize: 20);
            Assert.Equal(TrainByHand(network => [Optimizer.Create(network.Parameters, rule)]), trainer.Network.ComputeDigest());
            trainer.Dispose();
        }

        Assert.Equal(5, trainers.Select(trainer => trainer.Optimizer.Groups[0].Rule.Schema.Name).Distinct().Count());
    }

    [Fact]
    public void ASplitTrainsAsTheSameRulesSelectedByHand()
    {
        using var split = Trainer.Create(
            ToyProblem.Model, Split.ByRank(new Lion(1e-3), new AdamW(0.01), "dense2", "dense3"), new SoftmaxCrossEntropy(), seed: 3);
        using var selected = Trainer.Create(
            ToyProblem.Model, p => p.Name == "dense1.weight" ? new Lion(1e-3) : new AdamW(0.01), new SoftmaxCrossEntropy(), seed: 3);
        split.Fit(Training, epochs: 2, batchSize: 20);
        selected.Fit(Training, epochs: 2, batchSize: 20);
        Assert.Equal(2, split.Optimizer.Groups.Count);
        Assert.Equal(selected.Network.ComputeDigest(), split.Network.ComputeDigest());
    }

    [Fact]
    public void ASplitWithAnExceptionThatNamesNothingIsRefused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Trainer.Create(
            ToyProblem.Model, Split.ByRank(new Lion(), new AdamW(), "dense9"), new SoftmaxCrossEntropy(), seed: 3));
        Assert.Contains("excepts 'dense9'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LionForMatricesAndAdamWForTheRestTrainAsTwoOptimizersByHand()
    {
        using var trainer = Trainer.Create(
            ToyProblem.Model, p => p.Kind == ParameterKind.Weight ? new Lion(1e-3) : new AdamW(0.01),
            new SoftmaxCrossEntropy(), seed: 3);
        trainer.Fit(Training, epochs: 3, batchSize: 20);
        Assert.Equal([new Lion(1e-3), new AdamW(0.01)], trainer.Optimizer.Groups.Select(group => group.Rule));
        Assert.Equal(
            TrainByHand(network =>
            [
                Optimizer.Create(network.Parameters, p => p.Kind == ParameterKind.Weight ? new Lion(1e-3) : null),
                Optimizer.Create(network.Parameters, p => p.Kind == ParameterKind.Weight ? null : new AdamW(0.01)),
            ]),
            trainer.Network.ComputeDigest());
    }

    [Fact]
    public void ARuleOutOfAJsonFileTrainsAsTheRuleOfItsType()
    {
        using var json = JsonDocument.Parse(
            """{ "rule": "MomentumSgd", "hyperparameters": { "LearningRate": 0.05, "Nesterov": true } }""");
        var rule = UpdateRules.Create(
            json.RootElement.GetProperty("rule").GetString()!,
            json.RootElement.GetProperty("hyperparameters").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString()));
        var expected = new MomentumSgd(0.05) { Nesterov = true };
        Assert.Equal(expected, rule);
        Assert.Equal(expected.ToString(), rule.ToString());
        using var trainer = Trainer.Create(ToyProblem.Model, rule, new SoftmaxCrossEntropy(), seed: 3);
        trainer.Fit(Training, epochs: 3, batchSize: 20);
        Assert.Equal(TrainByHand(network => [Optimizer.Create(network.Parameters, expected)]), trainer.Network.ComputeDigest());
    }

    private static string TrainByHand(Func<Network<float>, Optimizer[]> create)
    {
        using var network = ToyProblem.Model.Build(seed: 3);
        var optimizers = create(network);
        var batches = Training.GetBatches(batchSize: 20, seed: 3);
        for (var epoch = 1; epoch <= 3; epoch++)
        {
            foreach (var batch in batches.GetEpoch(epoch))
            {
                new SoftmaxCrossEntropy().Evaluate(network.Forward(batch.Features), batch, network.OutputGradients);
                network.Backward();
                Array.ForEach(optimizers, optimizer => optimizer.Step(Zeroing));
            }
        }

        Array.ForEach(optimizers, optimizer => optimizer.Dispose());
        return network.ComputeDigest();
    }
}
