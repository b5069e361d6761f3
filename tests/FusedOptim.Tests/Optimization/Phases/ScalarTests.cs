namespace FusedOptim.Tests.Optimization.Phases;

public class ScalarTests
{
    [Fact]
    public void OfTensorsAndOfTheModelAreKeptFromStepToStep()
    {
        using var set = Gradients(1, 2);
        var preparations = new List<Preparation>();
        using var optimizer = Optimizer.Create(
            set, new ProbeRule<MixedScalars> { LearningRate = 0.5, Preparations = preparations });
        Assert.Equal((10, -2.5, 0.5), Scalars(optimizer, set[1]));

        optimizer.Step();

        // Prepared for each tensor: Measure and Update see what the last step left, whatever the call before did.
        Assert.Equal(4, preparations.Count);
        Assert.All(preparations, preparation => Assert.Equal([10, -2.5, 0.5], preparation.Scalars));
        Assert.Equal([4L, 4, 4, 4], preparations.Select(preparation => preparation.Count));
        // The sums of the gradients are 4 and 8. Of the model's, those of the first tensor are kept.
        Assert.Equal((11, 1.5, 4.5), Scalars(optimizer, set[0]));
        Assert.Equal((11, 5.5, 4.5), Scalars(optimizer, set[1]));

        preparations.Clear();
        optimizer.Step();

        Assert.Equal([11, 1.5, 4.5], preparations[0].Scalars);
        Assert.Equal([11, 5.5, 4.5], preparations[1].Scalars);
        Assert.Equal([11, 5.5, 4.5], preparations[3].Scalars);
        Assert.Equal((12, 5.5, 8.5), Scalars(optimizer, set[0]));
        Assert.Equal((12, 13.5, 8.5), Scalars(optimizer, set[1]));
        // Each kernel had its own call's: θ − η·m·(1 + 11) and θ − η·m·(1 + 12).
        Assert.Equal(-0.5 * 1 * (12 + 13), set[0].Values[3]);
        Assert.Equal(-0.5 * 2 * (12 + 13), set[1].Values[3]);
    }

    [Fact]
    public void OfTheModelChangeOncePerStepHoweverManyCallsThereAre()
    {
        using var set = Gradients(1, 2, 3);
        var preparations = new List<Preparation>();
        using var optimizer = Optimizer.Create(
            set, new ProbeRule<ModelOnly> { LearningRate = 0.25, Preparations = preparations });

        optimizer.Step();
        Assert.Equal([0, 1], preparations.Select(preparation => preparation.Phase));
        Assert.Equal(1.25, optimizer.GetScalar(set[2], "distance"));

        // Two cohorts: two calls.
        optimizer.RestoreStepCount(set[2], 7);
        preparations.Clear();
        optimizer.Step();

        Assert.Equal([(0, 2), (0, 8), (1, 2), (1, 8)], preparations.Select(p => (p.Phase, p.Step)));
        Assert.All(preparations, preparation => Assert.Equal([1.25], preparation.Scalars));
        Assert.All(set, parameter => Assert.Equal(2.25, optimizer.GetScalar(parameter, "distance")));
    }

    [Fact]
    public void OfTheModelBelongToTheGroupAndStartAnewInALateOne()
    {
        using var set = Gradients(1, 2, 3);
        using var optimizer = Optimizer.Create(
            set, p => p == set[2] ? null : new ProbeRule<ModelOnly> { LearningRate = p == set[0] ? 1 : 2 });

        optimizer.Step();
        var late = optimizer.AddGroup(new ProbeRule<ModelOnly> { LearningRate = 0.125 }, [set[2]]);
        Assert.Equal(0.125, optimizer.GetScalar(set[2], "distance"));
        optimizer.Step();

        Assert.Equal([3, 4, 1.125], set.Select(p => optimizer.GetScalar(p, "distance")));
        Assert.Same(late, optimizer.Groups[2]);
    }

    [Fact]
    public void CanBeRestored()
    {
        using var set = Gradients(1, 2);
        var preparations = new List<Preparation>();
        using var optimizer = Optimizer.Create(set, new ProbeRule<MixedScalars> { Preparations = preparations });

        optimizer.RestoreScalar(set[1], "own", 77);
        optimizer.RestoreScalar(set[1], "second", 88);
        optimizer.Step();

        Assert.Equal([10, -2.5, 88], preparations[0].Scalars);
        Assert.Equal([10, 77, 88], preparations[1].Scalars);
    }

    [Fact]
    public void ThatAreNotThereAreRefused()
    {
        using var set = Gradients(1, 2);
        using var optimizer = Optimizer.Create(set, p => p == set[0] ? new ProbeRule<MixedScalars>() : null);
        using var without = Optimizer.Create(set, p => p == set[1] ? new ProbeRule<MixedReductions>() : null);

        Refuse("no scalar 'b'; it has first, own, second", () => optimizer.GetScalar(set[0], "b"));
        Refuse("'1.bias' is not stepped", () => optimizer.GetScalar(set[1], "own"));
        Refuse("no scalar 'own'; it has none at all", () => without.GetScalar(set[1], "own"));

        static void Refuse(string message, Func<object> scalar) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(scalar).Message);
    }

    private static (double First, double Own, double Second) Scalars(Optimizer optimizer, Parameter parameter) =>
        (optimizer.GetScalar(parameter, "first"), optimizer.GetScalar(parameter, "own"),
            optimizer.GetScalar(parameter, "second"));

    /// <summary>Tensors of four zeros, with gradients of one value each.</summary>
    private static ParameterSet<double> Gradients(params double[] values)
    {
        var set = DriftModel.CreateSet<double>([.. values.Select(_ => 4)]);
        for (var i = 0; i < values.Length; i++)
            set[i].Gradients.Fill(values[i]);
        return set;
    }
}
