using FusedOptim.Execution;
using FusedOptim.Rules;
using FusedOptim.Training.Checking;
using FusedOptim.Training.Data;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>Tables of rows that indices are replaced by, and what has to do with their gradients of some rows alone.</summary>
public class EmbeddingTests
{
    private const string Weight = "embedding1.weight";

    [Fact]
    public void ReplacesEachIndexByItsRow()
    {
        using var network = new Sequential(new Input(2, 2), new Embedding(3, 2)).Build(seed: 1);
        Assert.Equal("[3, 2]", $"{network.Parameters[Weight].Shape}");
        Assert.Equal(ParameterKind.Embedding, network.Parameters[Weight].Kind);
        network.Parameters[Weight].CopyFrom([1, 2, 10, 20, 100, 200]);
        Assert.Equal(8, network.OutputSize);
        float[] indices = [0, 2, 1, 0];
        Assert.Equal([1, 2, 100, 200, 10, 20, 1, 2], network.Forward(indices).ToArray());
        Assert.Equal([1, 2, 100, 200, 10, 20, 1, 2], network.Predict(indices).ToArray());
        Assert.Equal(new ExampleShape(2, 4), network.Model.GetOutputShape(new ExampleShape(2, 2)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OccurrencesOfAnIndexAddUpInOrder(bool hasDenseGradient)
    {
        using var network = new Sequential(new Input(3, 1), new Embedding(5, 1, hasDenseGradient)).Build(seed: 1);
        var gradients = new float[6];
        for (var pass = 0; pass < 2; pass++)
        {
            network.Forward([4, 1, 4, 4, 2, 1]);
            // 1e8 + 1 rounds to 1e8: another order gives another sum.
            ((float[])[1e8f, 0.5f, 1, -1e8f, 3, 0.25f]).CopyTo(network.OutputGradients);
            network.Backward(gradients);
        }

        var weight = network.Parameters[Weight];
        Assert.Equal(new float[6], gradients);
        if (hasDenseGradient)
        {
            Assert.Equal([0, 1.5f, 6, 0, 0], weight.Gradients.ToArray());
            return;
        }

        Assert.Equal([4, 1, 2], weight.RowGradient!.Rows.ToArray());
        Assert.Equal([0, 1.5f, 6], weight.RowGradient.Values.ToArray());
        network.Parameters.ZeroGradients();
        Assert.Equal(0, weight.RowGradient.Count);
    }

    [Theory]
    [InlineData(1.5f, "1.5")]
    [InlineData(-1, "-1")]
    [InlineData(4, "4")]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(1e20f, "1E+20")]
    public void RefusesWhatIsNotAnIndexBeforeAnythingIsComputed(float value, string text)
    {
        using var network = new Sequential(new Input(3, 1), new Embedding(4, 2), new Gru(2, 3)).Build(seed: 1);
        var kept = network.Forward([0, 1, 2]).ToArray();
        var digest = network.ComputeDigest();
        var error = Assert.Throws<ArgumentException>(() => network.Forward([0, 1, 2, 3, value, 0]));
        Assert.StartsWith(
            "'embedding1' takes indices, which are whole numbers from 0 to 3; position 1 of example 1 of the batch has the value " +
            $"{text}.", error.Message);
        Assert.Equal("inputs", error.ParamName);
        Assert.Throws<InvalidOperationException>(network.Backward);
        Assert.Equal((1, digest), (network.ForwardCount, network.ComputeDigest()));
        Assert.Equal(kept, network.Forward([0, 1, 2]).ToArray());

        using var several = new Sequential(new Input(2, 3), new Residual(new Sequential(new Embedding(4, 1)))).Build(seed: 1);
        error = Assert.Throws<ArgumentException>(() => several.Predict([0, 0, 0, 0, 0, value]));
        Assert.StartsWith(
            "'residual1.sequential1.embedding1' takes indices, which are whole numbers from 0 to 3; position 1 of example 0 of the " +
            $"batch has the value {text} at index 2.", error.Message);
    }

    [Fact]
    public void AcceptsTheGreatestIndexThatSinglePrecisionHas()
    {
        using var network = new Sequential(new Input(1), new Embedding(Embedding.MaximumCount, 1, weight: new Constant(7))).Build(seed: 1);
        Assert.Equal([7], network.Predict([Embedding.MaximumCount - 1]).ToArray());
        Assert.Throws<ArgumentException>(() => network.Predict([Embedding.MaximumCount]).ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Kind", "Gradients")]
    public void DerivativesAreThoseOfCentralDifferences(bool hasDenseGradient)
    {
        var model = new Sequential(
            new Input(4, 1), new Sequential(new Embedding(6, 3, hasDenseGradient)), new Gru(3, 5), new LastPosition(), new Dense(5, 3));
        var report = GradientCheck.Run(model, new SoftmaxCrossEntropy(), [0, 1, 2, 1, 5, 5, 5, 5], labels: (int[])[0, 2]);
        Assert.True(report.Passes(1e-7), report.ToString());
        Assert.Equal(7, report.Comparisons.Count);
        Assert.DoesNotContain("inputs", report.Comparisons.Select(comparison => comparison.Name));
    }

    /// <summary>Without decay and moments, a step of the rows of a batch is a step of the table.</summary>
    [Fact]
    public void StepsTheRowsOfABatchAlone()
    {
        var data = Sentences();
        var rows = Train(new Embedding(50, 4), new Sgd(0.1), data);
        Assert.Equal(Train(new Embedding(50, 4, hasDenseGradient: true), new Sgd(0.1), data), rows);

        // Tokens from 40 on do not occur: their rows are what they were, also where a rule has decay.
        using var fresh = Model(new Embedding(50, 4)).Build(seed: 3);
        var start = fresh.Parameters[Weight].Values.ToArray();
        var decayed = Train(new Embedding(50, 4), new AdamW(WeightDecay: 0.1), data);
        Assert.Equal(start[160..], decayed[160..]);
        Assert.All(start[..160].Zip(decayed), pair => Assert.NotEqual(pair.First, pair.Second));
        Assert.All(
            start[160..].Zip(Train(new Embedding(50, 4, hasDenseGradient: true), new AdamW(WeightDecay: 0.1), data)[160..]),
            pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public void TheBitsDoNotDependOnTheNumberOfThreads()
    {
        var data = Sentences();
        var expected = Train(new Embedding(50, 4), new AdamW(), data, threads: 1);
        foreach (var threads in (int[])[2, 3, 7])
            Assert.Equal(expected, Train(new Embedding(50, 4), new AdamW(), data, threads));
    }

    [Fact]
    public void RulesThatNeedEveryRowTakeDenseGradients()
    {
        var error = Assert.Throws<ArgumentException>(
            () => Trainer.Create(Model(new Embedding(50, 4)), Rule, new SoftmaxCrossEntropy(), seed: 3));
        Assert.Contains($"'{Weight}' [50, 4]", error.Message);
        Assert.Contains("or add it with a dense gradient", error.Message);
        using var trainer = Trainer.Create(
            Model(new Embedding(50, 4, hasDenseGradient: true)), Rule, new SoftmaxCrossEntropy(), seed: 3);
        Assert.Single(trainer.Fit(Sentences(), epochs: 1).Epochs);
        // A split by rank gives embeddings the second rule.
        using var split = Trainer.Create(
            Model(new Embedding(50, 4)), Split.ByRank(new Muon(), new AdamW()), new SoftmaxCrossEntropy(), seed: 3);
        Assert.Single(split.Fit(Sentences(), epochs: 1).Epochs);

        static IUpdateRule Rule(Parameter<float> parameter) => parameter.Kind == ParameterKind.Embedding ? new Muon() : new AdamW();
    }

    [Fact]
    public void CountsInNormsNoiseAndWatchers()
    {
        using var network = new Sequential(new Input(1), new Embedding(9, 2)).Build(seed: 1);
        network.Forward([3, 5]);
        ((float[])[3, 0, 0, 4]).CopyTo(network.OutputGradients);
        network.Backward();
        Assert.Equal(5, network.Parameters.ComputeGradientNorm(), 1e-12);
        var message = Assert.Single(new ExplodingGradients(4.9).Look(network, loss: 1, step: 7));
        Assert.StartsWith($"Step 7: gradients explode at '{Weight}'. Their norm is 5;", message);

        // The noise of a row is that of the dense gradient.
        using var dense = new Sequential(new Input(1), new Embedding(9, 2, hasDenseGradient: true)).Build(seed: 1);
        var noise = new GradientNoise(eta: 1, seed: 2);
        network.Parameters.ZeroGradients();
        network.Parameters[Weight].RowGradient!.Set([5, 3]);
        noise.AddTo(network.Parameters, step: 2);
        noise.AddTo(dense.Parameters, step: 2);
        var expected = dense.Parameters[Weight].Gradients;
        Assert.Equal([.. expected[10..12], .. expected[6..8]], network.Parameters[Weight].RowGradient!.Values.ToArray());
    }

    [Fact]
    public void CanBeFrozenClippedSavedAndLoaded()
    {
        var data = Sentences();
        var model = Model(new Embedding(50, 4));
        using var trainer = Trainer.Create(
            model, p => p.Kind == ParameterKind.Embedding ? null : new AdamW(), new SoftmaxCrossEntropy(), seed: 3);
        trainer.MaximumNorm = 0.5;
        trainer.MicroBatchCount = 3;
        var weight = trainer.Network.Parameters[Weight];
        var start = weight.Values.ToArray();
        trainer.Fit(data, epochs: 1);
        Assert.Equal(start, weight.Values.ToArray());
        trainer.Optimizer.AddGroup(new AdamW(), [weight]);
        trainer.Fit(data, epochs: 1);
        Assert.NotEqual(start, weight.Values.ToArray());

        using var file = new MemoryStream();
        trainer.SaveNetwork(file);
        file.Position = 0;
        using var other = model.Build(seed: 9);
        other.Load(file);
        Assert.Equal(trainer.Network.ComputeDigest(), other.ComputeDigest());
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        using var team = new WorkerTeam(1);
        using var network = Model(new Embedding(50, 4)).Build(seed: 3, team);
        using var optimizer = Optimizer.Create(network.Parameters, new AdamW(), new OptimizerOptions { Team = team });
        var inputs = Sentences().Slice(0, 32).Features.ToArray();
        Step();
        Step();
        Assert.Equal(0, AllocatedBytes.Of(Step));

        void Step()
        {
            network.Forward(inputs);
            network.OutputGradients.Fill(0.1f);
            network.Backward();
            optimizer.Step(new StepOptions { ZeroGradients = true });
        }
    }

    [Fact]
    public void RefusesSizesThatAreOutOfRange()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding(0, 4));
        Assert.StartsWith("count is 0; it must be from 1 to 16777216.", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding(Embedding.MaximumCount + 1, 4));
        error = Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding(4, 0));
        Assert.StartsWith("features is 0; it must be at least 1.", error.Message);
    }

    private static Sequential Model(Embedding embedding) =>
        new(new Input(5, 1), embedding, new Flatten(), new Dense(20, 2));

    // Five tokens each; the label says whether the third one is odd.
    private static Dataset Sentences()
    {
        float[][] rows = [.. Enumerable.Range(0, 200).Select(i => Enumerable.Range(0, 5).Select(j => (float)(i * (j + 3) % 40)).ToArray())];
        return Dataset.FromRows(rows, [.. rows.Select(row => (int)row[2] % 2)]);
    }

    private static float[] Train(Embedding embedding, IUpdateRule rule, Dataset data, int threads = 2)
    {
        using var team = new WorkerTeam(threads);
        using var trainer = Trainer.Create(
            Model(embedding), rule, new SoftmaxCrossEntropy(), seed: 3, new OptimizerOptions { Team = team });
        trainer.Fit(data, epochs: 2);
        return trainer.Network.Parameters[Weight].Values.ToArray();
    }
}
