using FusedOptim.Rules;
using FusedOptim.Training.Checkpoints;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>Layers with names, and what is done by them.</summary>
public class LayerNameTests
{
    [Fact]
    public void ANameIsThatOfTheParametersAndChangesNoOther()
    {
        var model = new Sequential(
            new Dense(2, 3), new Relu { Name = "bend" }, new Residual(new Dense(3, 3) { Name = "inner" }) { Name = "block" },
            new Dense(3, 3) { Name = "head-1" }, new Relu(), new Dense(3, 2));
        Assert.Equal(["dense1", "bend", "block", "head-1", "relu2", "dense3"], model.LayerNames);
        using var network = model.Build(seed: 1);
        Assert.Equal(
            ["dense1.weight", "block.inner.weight", "head-1.weight", "dense3.weight"],
            network.Parameters.Where(p => p.Kind == ParameterKind.Weight).Select(p => p.Name));
    }

    [Fact]
    public void NamesDoNotChangeWeights()
    {
        using var plain = new Sequential(new Dense(2, 3), new Dropout(0.5), new Dense(3, 1)).Build(seed: 1);
        using var named = new Sequential(new Dense(2, 3) { Name = "body" }, new Dropout(0.5), new Dense(3, 1)).Build(seed: 1);
        Assert.Equal(plain.ComputeDigest(), named.ComputeDigest());
    }

    [Fact]
    public void ANameIsPartOfALayer()
    {
        Assert.NotEqual(new Dense(2, 3), new Dense(2, 3) { Name = "head" });
        Assert.Equal(new Dense(2, 3) { Name = "head" }, new Dense(2, 3) { Name = "head" });
        Assert.NotEqual(new Sequential(new Dense(2, 3)), new Sequential(new Dense(2, 3) { Name = "head" }));
        Assert.Contains("Name = head", $"{new Dense(2, 3) { Name = "head" }}", StringComparison.Ordinal);
        Assert.Null((new Dense(2, 3) { Name = "head" } with { Name = null }).Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a b")]
    [InlineData("köpf")]
    public void RefusesWhatIsNoName(string name)
    {
        var exception = Assert.Throws<ArgumentException>("Name", () => new Dense(2, 3) { Name = name });
        Assert.StartsWith($"The name of a layer is '{name}'; it must consist of letters", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesTwoLayersOfOneName()
    {
        var exception = Assert.Throws<ArgumentException>(
            "layers", () => new Sequential(new Dense(2, 3), new Relu(), new Dense(3, 2) { Name = "dense1" }));
        Assert.StartsWith("Layers 1 and 3 of the model are both called 'dense1'.", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("layers", () => new Residual(new Relu { Name = "a" }, new Tanh { Name = "a" }));
        // Within one another they have other names.
        _ = new Sequential(new Dense(2, 2) { Name = "a" }, new Residual(new Dense(2, 2) { Name = "a" }));
    }

    [Fact]
    public void TheNameOfANormalizedLayerBelongsToTheLayerAroundIt()
    {
        var exception = Assert.Throws<ArgumentException>("layer", () => new WeightNorm(new Dense(2, 3) { Name = "head" }));
        Assert.Contains("new WeightNorm(...) { Name = \"head\" }", exception.Message, StringComparison.Ordinal);
        using var network = new Sequential(new WeightNorm(new Dense(2, 3)) { Name = "head" }).Build(seed: 1);
        Assert.Equal(["head.weight_v", "head.weight_g", "head.bias"], network.Parameters.Select(p => p.Name));
    }

    [Fact]
    public void ParametersAreFoundByTheirLayer()
    {
        var layers = Enumerable.Range(1, 10).Select(_ => (Layer)new Dense(2, 2)).ToArray();
        using var network = new Sequential([.. layers, new Residual(new Dense(2, 2)), new Relu()]).Build(seed: 1);
        Assert.Equal(["dense1.weight", "dense1.bias"], network.ParametersOf("dense1").Select(p => p.Name));
        Assert.Equal(["residual1.dense1.weight", "residual1.dense1.bias"], network.ParametersOf("residual1").Select(p => p.Name));
        Assert.Equal(network.ParametersOf("residual1"), network.ParametersOf("residual1.dense1"));
        Assert.Empty(network.ParametersOf("relu1"));
        var exception = Assert.Throws<ArgumentException>("layer", () => network.ParametersOf("residual2"));
        Assert.StartsWith("The network has no layer 'residual2'. Did you mean 'residual1'? Its layers are dense1, ", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Body from a file, head as it was drawn; first the head alone, then all, the body by a smaller rate.</summary>
    [Fact]
    public void ATrainedBodyGetsANewHead()
    {
        var data = ToyProblem.Spirals(120, seed: 1);
        using var file = new TemporaryFile();
        using (var trained = Create("head3", outputs: 3))
        {
            trained.Fit(data, epochs: 2);
            trained.Save(file.Path);
        }

        using var tuned = Create("head4", outputs: 4);
        var drawn = tuned.Network.Parameters["head4.weight"].Values.ToArray();
        var report = new Checkpoint().Add(tuned.Network).LoadMatching(file.Path);
        Assert.Contains("body.weight", report.Loaded);
        Assert.Equal(
            NotLoadedReason.MissingInFile, report.NotLoaded.Single(item => item.Name == "head4.weight").Reason);
        Assert.Equal(NotLoadedReason.MissingHere, report.NotLoaded.Single(item => item.Name == "head3.weight").Reason);
        Assert.Equal(drawn, tuned.Network.Parameters["head4.weight"].Values.ToArray());

        var body = tuned.Network.Parameters["body.weight"].Values.ToArray();
        tuned.Optimizer.Freeze(tuned.Network.ParametersOf("body"));
        tuned.Fit(data, epochs: 1);
        Assert.Equal(body, tuned.Network.Parameters["body.weight"].Values.ToArray());
        Assert.NotEqual(drawn, tuned.Network.Parameters["head4.weight"].Values.ToArray());

        tuned.Optimizer.Unfreeze(tuned.Network.ParametersOf("body"));
        var slow = tuned.Optimizer.Split(tuned.Optimizer.Groups[0], p => p.Name.StartsWith("body.", StringComparison.Ordinal), name: "body");
        slow.GetRule<AdamW>().LearningRate = 1e-4;
        tuned.Fit(data, epochs: 1);
        Assert.NotEqual(body, tuned.Network.Parameters["body.weight"].Values.ToArray());

        static Trainer Create(string head, int outputs) => Trainer.Create(
            new Sequential(new Dense(2, 16) { Name = "body" }, new Tanh(), new Dense(16, outputs) { Name = head }),
            new AdamW(0.01), new SoftmaxCrossEntropy(), seed: 7);
    }
}
