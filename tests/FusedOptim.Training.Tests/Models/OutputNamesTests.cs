using FusedOptim.Rules;
using FusedOptim.Training.Checkpoints;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Tests;

public class OutputNamesTests
{
    private const string Key = "network.output_names";

    private static readonly Dataset Numbered = ToyProblem.Spirals(30, seed: 1);
    private static readonly Dataset Named = Numbered.WithNames(classes: ["ant", "bee", "cat"]);

    [Fact]
    public void NamesAreNumbersUntilDataOrACallerTellThem()
    {
        using var network = ToyProblem.Model.Build(seed: 1);
        Assert.Equal(["0", "1", "2"], network.OutputNames);
        network.OutputNames = ["x", "y", "z"];
        Assert.Equal(["x", "y", "z"], network.OutputNames);
        Assert.Throws<ArgumentException>(() => network.OutputNames = ["x", "y"]);
        Assert.Throws<ArgumentException>(() => network.OutputNames = ["x", "y", " "]);
        Assert.Throws<ArgumentException>(() => network.OutputNames = ["x", "y", "x"]);
        Assert.Equal(["x", "y", "z"], network.OutputNames);
    }

    [Fact]
    public void TrainingTakesTheNamesOfItsData()
    {
        using var trainer = Make();
        trainer.Fit(Named, Named, epochs: 1);
        Assert.Equal(["ant", "bee", "cat"], trainer.Network.OutputNames);
        using var regression = Trainer.Create(new Sequential(new Dense(1, 2)), new Sgd(), new SquaredLoss(), seed: 1);
        regression.Fit(new Dataset([1, 2], [1f, 2, 3, 4], 2).WithNames(targets: ["price", "age"]), epochs: 1);
        Assert.Equal(["price", "age"], regression.Network.OutputNames);
        // Names are kept where data have none.
        regression.Fit(new Dataset([1, 2], [1f, 2, 3, 4], 2), epochs: 1);
        Assert.Equal(["price", "age"], regression.Network.OutputNames);
    }

    [Fact]
    public void OutputsWithoutAClassGetANameThatNoClassHas()
    {
        var fewer = new Dataset([1, 2, 3, 4], [0, 1], 2).WithNames(classes: ["1", "2"]);
        using var trainer = Make();
        trainer.Fit(fewer, epochs: 1);
        Assert.Equal(["1", "2", "output 2"], trainer.Network.OutputNames);
        // More names of the same classes.
        trainer.Fit(Numbered.WithNames(classes: ["1", "2", "3"]), epochs: 1);
        Assert.Equal(["1", "2", "3"], trainer.Network.OutputNames);
        trainer.Fit(fewer, epochs: 1);
        Assert.Equal(["1", "2", "3"], trainer.Network.OutputNames);
    }

    [Fact]
    public void DataWithOtherNamesAreRefusedBeforeAnythingChanges()
    {
        using var trainer = Make();
        trainer.Fit(Named, epochs: 1);
        var digest = trainer.Network.ComputeDigest();
        var other = Numbered.WithNames(classes: ["ant", "cat", "bee"]);
        const string Message = "Class 1 is 'cat' in the data and 'bee' in the network. Load the data with the OutputNames of the " +
            "network as CsvOptions.ClassNames, or name their classes by Dataset.WithNames. Where the names of the network are wrong, set OutputNames.";
        Assert.StartsWith(Message, Assert.Throws<ArgumentException>("training", () => trainer.Fit(other)).Message);
        Assert.StartsWith(Message, Assert.Throws<ArgumentException>("validation", () => trainer.Fit(Named, other)).Message);
        Assert.StartsWith(Message, Assert.Throws<ArgumentException>("dataset", () => trainer.Evaluate(other)).Message);
        Assert.Throws<ArgumentException>("dataset", () => trainer.ComputeConfusionMatrix(other));
        Assert.Equal((1, digest), (trainer.EpochCount, trainer.Network.ComputeDigest()));
        // Predictions need no names.
        Assert.Equal(trainer.Classify(Named), trainer.Classify(other));
        trainer.Network.OutputNames = ["ant", "cat", "bee"];
        trainer.Evaluate(other);

        using var fresh = Make();
        Assert.Throws<ArgumentException>("validation", () => fresh.Fit(Named, other));
        Assert.Equal(["0", "1", "2"], fresh.Network.OutputNames);
    }

    [Fact]
    public void TargetValuesInAnotherOrderAreRefused()
    {
        var data = new Dataset([1, 2], [1f, 2, 3, 4], 2);
        using var trainer = Trainer.Create(new Sequential(new Dense(1, 2)), new Sgd(), new SquaredLoss(), seed: 1);
        trainer.Fit(data.WithNames(targets: ["price", "age"]), epochs: 1);
        var error = Assert.Throws<ArgumentException>(() => trainer.Evaluate(data.WithNames(targets: ["age", "price"])));
        Assert.StartsWith("Target value 0 is 'age' in the data and 'price' in the network.", error.Message);
        trainer.Evaluate(data);
    }

    /// <summary>Labels 1 and 3 of a file without the label 0 are the classes 0 and 1 there.</summary>
    [Fact]
    public void NumbersAsNamesAreComparedToo()
    {
        using var trainer = Make();
        trainer.Fit(Numbered, epochs: 1);
        var other = new Dataset([1, 2, 3, 4], [0, 1], 2).WithNames(classes: ["1", "3"]);
        var error = Assert.Throws<ArgumentException>(() => trainer.Evaluate(other));
        Assert.StartsWith("Class 0 is '1' in the data and '0' in the network.", error.Message);

        using var counting = Make();
        counting.Fit(Numbered.WithNames(classes: ["1", "2", "3"]), epochs: 1);
        Assert.Throws<ArgumentException>(() => counting.Evaluate(Numbered));
    }

    /// <summary>Arrays of class numbers have no other names.</summary>
    [Fact]
    public void ClassNumbersAgreeWithNamesThatAreNotNumbers()
    {
        using var trainer = Make();
        trainer.Fit(Named, Numbered, epochs: 1);
        trainer.Fit(Numbered, epochs: 1);
        Assert.Equal(["ant", "bee", "cat"], trainer.Network.OutputNames);
    }

    [Fact]
    public void NamesAreSavedAndLoaded()
    {
        using var file = new TemporaryFile();
        using var trainer = Make();
        string[] names = ["änt \"a\"", "蜂\n", "\\cat🐈"];
        trainer.Fit(Numbered.WithNames(classes: names), epochs: 1);

        trainer.SaveNetwork(file.Path);
        AssertLoads(network => network.Load(file.Path));
        trainer.Network.Save(file.Path);
        AssertLoads(network => network.Load(file.Path));
        trainer.Save(file.Path);
        AssertLoads(network => network.Load(file.Path));
        AssertLoads(network => new Checkpoint().Add(network).Load(file.Path));
        using var resumed = Make();
        resumed.Load(file.Path);
        Assert.Equal(names, resumed.Network.OutputNames);

        void AssertLoads(Action<Network<float>> load)
        {
            using var network = ToyProblem.Model.Build(seed: 2);
            load(network);
            Assert.Equal(names, network.OutputNames);
        }
    }

    [Fact]
    public void NamesOfSomeOutputsStayThoseOfSome()
    {
        using var file = new TemporaryFile();
        using var trainer = Make();
        trainer.Fit(new Dataset([1, 2, 3, 4], [0, 1], 2).WithNames(classes: ["ant", "bee"]), epochs: 1);
        trainer.SaveNetwork(file.Path);
        using (var opened = SafetensorsFile.Open(file.Path))
            Assert.Equal("[\"ant\",\"bee\",null]", opened.Metadata[Key]);
        using var network = ToyProblem.Model.Build(seed: 2);
        network.Load(file.Path);
        Assert.Equal(["ant", "bee", "output 2"], network.OutputNames);
        Evaluation.Compute(network, new SoftmaxCrossEntropy(), Named);
    }

    [Fact]
    public void AFileWithoutNamesLeavesTheOutputsWithoutNames()
    {
        using var file = new TemporaryFile();
        using var saved = ToyProblem.Model.Build(seed: 1);
        saved.Save(file.Path);
        using (var opened = SafetensorsFile.Open(file.Path))
            Assert.False(opened.Metadata.ContainsKey(Key));
        using var network = ToyProblem.Model.Build(seed: 2);
        network.OutputNames = ["ant", "bee", "cat"];
        network.Load(file.Path);
        Assert.Equal(["0", "1", "2"], network.OutputNames);
    }

    /// <summary>Of the whole model, not of its first layers.</summary>
    [Fact]
    public void NamesOfAnotherNumberOfOutputsAreLeftOut()
    {
        using var file = new TemporaryFile();
        using var trainer = Make();
        trainer.Fit(Named, epochs: 1);
        trainer.SaveNetwork(file.Path);
        using var firstLayers = new Sequential(new Dense(2, 48), new Relu()).Build(seed: 1);
        firstLayers.Load(file.Path);
        Assert.Equal("47", firstLayers.OutputNames[47]);
    }

    [Fact]
    public void APartialLoadTakesTheNamesOfTheSameOutputs()
    {
        using var file = new TemporaryFile();
        using var trainer = Make();
        trainer.Fit(Named, epochs: 1);
        trainer.Save(file.Path);
        using var same = ToyProblem.Model.Build(seed: 2);
        new Checkpoint().Add(same).LoadMatching(file.Path);
        Assert.Equal(["ant", "bee", "cat"], same.OutputNames);

        using var other = new Sequential(new Dense(2, 48), new Relu(), new Dense(48, 33), new Tanh(), new Dense(33, 2)).Build(seed: 2);
        other.OutputNames = ["yes", "no"];
        new Checkpoint().Add(other).LoadMatching(file.Path);
        Assert.Equal(["yes", "no"], other.OutputNames);
        using var unnamed = ToyProblem.Model.Build(seed: 2);
        unnamed.Save(file.Path);
        new Checkpoint().Add(same).LoadMatching(file.Path);
        Assert.Equal(["ant", "bee", "cat"], same.OutputNames);
    }

    [Theory]
    [InlineData("", "it is not a JSON array of texts")]
    [InlineData("{}", "it is not a JSON array of texts")]
    [InlineData("[1,2,3]", "it is not a JSON array of texts")]
    [InlineData("[\"a\",[\"b\"],\"c\"]", "it is not a JSON array of texts")]
    [InlineData("[\"a\",\"\\ud800\",\"c\"]", "it is not a JSON array of texts")]
    [InlineData("[\"a\",null,\"c\"]", "a name follows an output without one")]
    [InlineData("[\"a\",\"b\",\"\"]", "name 2 is empty")]
    [InlineData("[\"a\",\"b\",\"a\"]", "names 0 and 2 are equal")]
    public void HostileNamesAreRefused(string text, string fault)
    {
        using var file = new TemporaryFile();
        using var network = ToyProblem.Model.Build(seed: 1);
        var writer = new SafetensorsWriter();
        writer.AddMetadata("format", "FusedOptim checkpoint, version 3");
        writer.AddMetadata(Key, text);
        foreach (var parameter in network.Parameters)
        {
            var values = parameter.Values.ToArray();
            writer.Add<float>(parameter.Name, [.. Enumerable.Range(0, parameter.Shape.Rank).Select(i => (long)parameter.Shape[i])], values);
        }

        writer.Save(file.Path, addsDigest: true);
        var digest = network.ComputeDigest();
        network.OutputNames = ["x", "y", "z"];
        var error = Assert.Throws<InvalidDataException>(() => network.Load(file.Path));
        Assert.Equal($"The metadata '{Key}' of {file.Path} are not valid: {fault}. They are '{text}'.", error.Message);
        Assert.Throws<InvalidDataException>(() => new Checkpoint().Add(network).LoadMatching(file.Path));
        Assert.Equal(digest, network.ComputeDigest());
        Assert.Equal(["x", "y", "z"], network.OutputNames);
    }

    private static Trainer Make() => Trainer.Create(ToyProblem.Model, new AdamW(), new SoftmaxCrossEntropy(), seed: 1);
}
