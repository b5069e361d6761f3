using FusedOptim.Training.Ensembles;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

public sealed class NetworkEnsembleTests : IDisposable
{
    // Outputs of an example with the input 1 are these weights.
    private readonly Network<float>[] _networks = [Of(2, 0, 0), Of(0, 1, 0), Of(0, 1, 0.5f), Of(3, 0, 0)];

    public void Dispose()
    {
        foreach (var network in _networks)
            network.Dispose();
    }

    [Fact]
    public void OutputsAndProbabilitiesAreMeans()
    {
        var data = new Dataset([1, -2], [0, 1]);
        var ensemble = new NetworkEnsemble(_networks[..3]);
        Assert.Equal([2f / 3, 2f / 3, 0.5f / 3, -4f / 3, -4f / 3, -1f / 3], ensemble.Predict(data), (a, b) => Math.Abs(a - b) < 1e-6f);
        double[] expected = new double[6];
        foreach (var network in _networks[..3])
        {
            var probabilities = network.PredictProbabilities(data);
            for (var i = 0; i < 6; i++)
                expected[i] += probabilities[i] / 3.0;
        }

        Assert.Equal(expected.Select(p => (float)p), ensemble.PredictProbabilities(data), (a, b) => Math.Abs(a - b) < 1e-6f);
        // Of one member it is the member.
        var alone = new NetworkEnsemble(_networks[2]);
        Assert.Equal(_networks[2].Predict(data), alone.Predict(data));
        Assert.Equal(_networks[2].PredictProbabilities(data), alone.PredictProbabilities(data));
        Assert.Equal(_networks[2].Classify(data), alone.Classify(data));
    }

    [Fact]
    public void TheMeanOfProbabilitiesAndTheMajorityCanDisagree()
    {
        var data = new Dataset([1], [0]);
        // 0.21 + 0.19 + 0.91 of class 0, 0.58 + 0.51 + 0.05 of class 1.
        Assert.Equal([0], new NetworkEnsemble(_networks[1..]).Classify(data));
        Assert.Equal([1], new NetworkEnsemble(_networks[1..]) { Vote = EnsembleVote.Majority }.Classify(data));
        // Two votes each: the least class.
        Assert.Equal([0], new NetworkEnsemble(_networks) { Vote = EnsembleVote.Majority }.Classify(data));
        Assert.Equal([0], new NetworkEnsemble(_networks.Reverse()) { Vote = EnsembleVote.Majority }.Classify(data));
    }

    [Fact]
    public void MembersWithoutAClassHaveNoVoteAndNoProbabilities()
    {
        using var failed = Of(float.NaN, 0, 0);
        using var alsoFailed = Of(0, float.NaN, 0);
        var data = new Dataset([1], [1]);
        Assert.Equal([1], new NetworkEnsemble(failed, _networks[1], alsoFailed) { Vote = EnsembleVote.Majority }.Classify(data));
        Assert.Equal([-1], new NetworkEnsemble(failed, alsoFailed) { Vote = EnsembleVote.Majority }.Classify(data));
        Assert.Equal([-1], new NetworkEnsemble(failed, _networks[1]).Classify(data));
        Assert.All(new NetworkEnsemble(failed, _networks[1]).PredictProbabilities(data), value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void TheLossIsThatOfTheMeanProbabilities()
    {
        // More than a batch.
        var random = new Random(1);
        float[] inputs = [.. Enumerable.Range(0, 600).Select(_ => (float)random.NextDouble() * 4 - 2)];
        var data = new Dataset(inputs, [.. Enumerable.Range(0, 600).Select(i => i % 3)]);
        var ensemble = new NetworkEnsemble(_networks);
        var result = ensemble.Evaluate(new SoftmaxCrossEntropy(), data);
        var probabilities = ensemble.PredictProbabilities(data);
        Assert.Equal(Enumerable.Range(0, 600).Average(i => -Math.Log(probabilities[3 * i + i % 3])), result.Loss, 1e-6);
        Assert.Equal(ensemble.Classify(data).Where((label, i) => label == i % 3).Count() / 600.0, result.Accuracy);

        var majority = new NetworkEnsemble(_networks) { Vote = EnsembleVote.Majority };
        Assert.Equal(majority.Classify(data).Where((label, i) => label == i % 3).Count() / 600.0, majority.Evaluate(new SoftmaxCrossEntropy(), data).Accuracy);
        var targets = data.WithOneHotTargets();
        var outputs = ensemble.Predict(data);
        var squared = ensemble.Evaluate(new SquaredLoss(), targets);
        Assert.Equal(new SquaredLoss().Evaluate<float>(outputs, targets.Targets.ToArray()), squared.Loss, 1e-9);
        Assert.True(double.IsNaN(squared.Accuracy));
    }

    [Fact]
    public void AProbabilityThatUnderflowsHasAFiniteLoss()
    {
        using var sure = Of(0, 0, 1000);
        var loss = new NetworkEnsemble(sure).Evaluate(new SoftmaxCrossEntropy(), new Dataset([1], [0])).Loss;
        Assert.InRange(loss, 700, 710);
    }

    [Fact]
    public void IgnoredLabelsAreLeftOut()
    {
        var data = new Dataset([1, 1, 1], [0, 1, 2]);
        var result = new NetworkEnsemble(_networks[..3]).Evaluate(new SoftmaxCrossEntropy(ignoredLabel: 2), data);
        Assert.Equal(0.5, result.Accuracy);
    }

    [Fact]
    public void SeveralSeedsAreBetterThanTheirMean()
    {
        var (training, test) = (ToyProblem.Spirals(150, seed: 1), ToyProblem.Spirals(300, seed: 2));
        Trainer[] trainers = [.. Enumerable.Range(1, 4).Select(seed => Trainer.Create(ToyProblem.Model, new Rules.AdamW(0.01), new SoftmaxCrossEntropy(), seed))];
        foreach (var trainer in trainers)
            trainer.Fit(training, epochs: 15);
        var together = new NetworkEnsemble(trainers.Select(trainer => trainer.Network)).Evaluate(new SoftmaxCrossEntropy(), test);
        // By the convexity of −log.
        Assert.True(together.Loss < trainers.Average(trainer => trainer.Evaluate(test).Loss));
        foreach (var trainer in trainers)
            trainer.Dispose();
    }

    [Fact]
    public void RefusesMembersThatDoNotFitTogether()
    {
        Assert.Throws<ArgumentException>(() => new NetworkEnsemble());
        Assert.Throws<ArgumentNullException>(() => new NetworkEnsemble(null!, _networks[0]));
        Says("Member 1 is there twice", _networks[0], _networks[0]);
        using var wide = new Sequential(new Dense(2, 3)).Build(seed: 1);
        Says("Member 1 has 2 inputs and 3 outputs, member 0 has 1 and 3", _networks[0], wide);
        using var named = Of(0, 0, 0);
        named.OutputNames = ["a", "b", "c"];
        Says("Member 1 has other names", _networks[0], named);
        Assert.Throws<ArgumentException>(() => new NetworkEnsemble(_networks[0]).Predict(new Dataset([1, 2], [0])));
        Assert.Throws<ArgumentException>(() => new NetworkEnsemble(_networks[0]).Evaluate(new SquaredLoss(), new Dataset([1], [0])));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NetworkEnsemble(_networks[0]) { Vote = (EnsembleVote)2 });

        static void Says(string message, params Network<float>[] members) => Assert.Contains(
            message, Assert.Throws<ArgumentException>(() => new NetworkEnsemble(members)).Message, StringComparison.Ordinal);
    }

    private static Network<float> Of(params float[] weights)
    {
        var network = new Sequential(new Dense(1, weights.Length)).Build(seed: 1);
        network.Parameters["dense1.weight"].CopyFrom(weights);
        return network;
    }
}
