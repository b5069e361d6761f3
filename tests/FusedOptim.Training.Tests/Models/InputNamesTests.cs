using FusedOptim.Rules;
using FusedOptim.Training.Checkpoints;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Metrics;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Tests;

/// <summary>The names of features that a network was trained on.</summary>
public class InputNamesTests
{
    private const string Key = "network.input_names";

    private static readonly Dataset Plain = ToyProblem.Spirals(30, seed: 1);
    private static readonly Dataset Named = Plain.WithNames(features: ["width", "height"]);
    private static readonly Dataset Swapped = Plain.WithNames(features: ["height", "width"]);

    [Fact]
    public void ThereAreNamesForAllInputsOrNone()
    {
        using var network = ToyProblem.Model.Build(seed: 1);
        Assert.Empty(network.InputNames);
        network.InputNames = ["x", "y"];
        var error = Assert.Throws<ArgumentException>(() => network.InputNames = ["x"]);
        Assert.StartsWith("There are 1 names; there must be 2, one for each input, or none.", error.Message);
        Assert.Throws<ArgumentException>(() => network.InputNames = ["x", " "]);
        Assert.Throws<ArgumentException>(() => network.InputNames = ["x", "x"]);
        Assert.Equal(["x", "y"], network.InputNames);
        network.InputNames = [];
        Assert.Empty(network.InputNames);
    }

    [Fact]
    public void TrainingTakesTheNamesOfItsData()
    {
        using var trainer = Make();
        trainer.Fit(Plain, epochs: 1);
        Assert.Empty(trainer.Network.InputNames);
        trainer.Fit(Named, Plain, epochs: 1);
        Assert.Equal(["width", "height"], trainer.Network.InputNames);
        // Names are kept where data have none.
        trainer.Fit(Plain, Named, epochs: 1);
        Assert.Equal(["width", "height"], trainer.Network.InputNames);
    }

    [Fact]
    public void FeaturesInAnotherOrderAreRefused()
    {
        using var trainer = Make();
        trainer.Fit(Named, epochs: 1);
        const string Message = "Feature 0 is 'height' in the data and 'width' in the network. Load the data with Features = [.. " +
            "network.InputNames], or name their features by Dataset.WithNames. Where the names of the network are wrong, set InputNames.";
        Action[] uses =
        [
            () => trainer.Fit(Swapped, epochs: 1), () => trainer.Fit(Plain, Swapped, epochs: 1), () => trainer.Evaluate(Swapped),
            () => trainer.ComputeConfusionMatrix(Swapped), () => trainer.Predict(Swapped), () => trainer.Classify(Swapped),
            () => trainer.PredictProbabilities(Swapped), () => trainer.Network.Predict(Swapped), () => trainer.Network.Classify(Swapped),
            () => ConfusionMatrix.Compute(trainer.Network, Swapped),
        ];
        Assert.All(uses, use => Assert.StartsWith(Message, Assert.Throws<ArgumentException>(use).Message));
        Assert.Equal(1, trainer.EpochCount);

        trainer.Evaluate(Plain);
        trainer.Network.InputNames = [];
        trainer.Fit(Swapped, epochs: 1);
        Assert.Equal(["height", "width"], trainer.Network.InputNames);
    }

    [Fact]
    public void ValidationDataHaveTheNamesOfTheTrainingData()
    {
        using var trainer = Make();
        var error = Assert.Throws<ArgumentException>("validation", () => trainer.Fit(Named, Swapped, epochs: 1));
        Assert.StartsWith(
            "Feature 0 is 'height' in the data and 'width' in the training data. Load the data with Features = [.. training.FeatureNames]",
            error.Message);
        Assert.Empty(trainer.Network.InputNames);
    }

    [Fact]
    public void FeaturesThatWhiteningMakesHaveNoNames()
    {
        var whitening = PcaWhitening.Fit(Named);
        using var trainer = Make();
        trainer.Fit(whitening.Apply(Named), epochs: 1);
        Assert.Empty(trainer.Network.InputNames);
    }

    [Fact]
    public void NamesAreSavedAndLoaded()
    {
        using var file = new TemporaryFile();
        using var trainer = Make();
        string[] names = ["wïdth \"a\"", "高\n"];
        trainer.Fit(Plain.WithNames(features: names), epochs: 1);

        trainer.SaveNetwork(file.Path);
        AssertLoads(network => network.Load(file.Path));
        trainer.Save(file.Path);
        AssertLoads(network => network.Load(file.Path));
        AssertLoads(network => new Checkpoint().Add(network).LoadMatching(file.Path));
        using var resumed = Make();
        resumed.Load(file.Path);
        Assert.Equal(names, resumed.Network.InputNames);

        void AssertLoads(Action<Network<float>> load)
        {
            using var network = ToyProblem.Model.Build(seed: 2);
            load(network);
            Assert.Equal(names, network.InputNames);
        }
    }

    [Fact]
    public void AFileWithoutNamesLeavesTheInputsWithoutNames()
    {
        using var file = new TemporaryFile();
        using var saved = ToyProblem.Model.Build(seed: 1);
        saved.Save(file.Path);
        using (var opened = SafetensorsFile.Open(file.Path))
            Assert.False(opened.Metadata.ContainsKey(Key));
        using var network = ToyProblem.Model.Build(seed: 2);
        network.InputNames = ["x", "y"];
        new Checkpoint().Add(network.Parameters).LoadMatching(file.Path);
        Assert.Equal(["x", "y"], network.InputNames);
        network.Load(file.Path);
        Assert.Empty(network.InputNames);
    }

    [Theory]
    [InlineData("{}", "it is not a JSON array of texts")]
    [InlineData("[\"a\",null]", "name 1 is empty")]
    [InlineData("[\"a\",\"a\"]", "names 0 and 1 are equal")]
    public void HostileNamesAreRefused(string text, string fault)
    {
        using var file = new TemporaryFile();
        using var network = ToyProblem.Model.Build(seed: 1);
        var writer = new SafetensorsWriter();
        writer.AddMetadata("format", "FusedOptim checkpoint, version 3");
        writer.AddMetadata(Key, text);
        writer.Save(file.Path, addsDigest: true);
        network.InputNames = ["x", "y"];
        var error = Assert.Throws<InvalidDataException>(() => new Checkpoint().Add(network).LoadMatching(file.Path));
        Assert.Equal($"The metadata '{Key}' of {file.Path} are not valid: {fault}. They are '{text}'.", error.Message);
        Assert.Equal(["x", "y"], network.InputNames);
    }

    /// <summary>From a file with columns in one order to new rows with columns in another.</summary>
    [Fact]
    public void AnotherProgramLoadsColumnsInAnotherOrder()
    {
        using var file = new TemporaryFile();
        var model = new Sequential(new Dense(2, 4), new Tanh(), new Dense(4, 2));
        var data = CsvTexts.Load("length,width,kind\n1,50,iris\n2,40,iris\n5,10,rose\n4,10,rose\n");
        var preprocessing = Standardization.Fit(data);
        using var trainer = Trainer.Create(model, new AdamW(0.01), new SoftmaxCrossEntropy(), seed: 1);
        trainer.Fit(preprocessing.Apply(data), epochs: 20);
        trainer.SaveNetwork(file.Path, preprocessing);

        using var network = model.Build(seed: 0);
        network.Load(file.Path);
        var loaded = Preprocessing.Load(file.Path);
        Assert.Equal(["length", "width"], network.InputNames);
        const string NewRows = "width,length\n45,1\n";
        Assert.Throws<ArgumentException>(() => loaded.Apply(CsvTexts.LoadUnlabeled(NewRows)));
        var rows = loaded.Apply(CsvTexts.LoadUnlabeled(NewRows, new CsvOptions { Features = [.. loaded.InputNames] }));
        Assert.Equal("iris", network.OutputNames[network.Classify(rows.GetRow(0))]);
        Assert.Equal(network.Classify(rows)[0], network.Classify(rows.GetRow(0)));
        Assert.Equal(trainer.Classify(rows)[0], trainer.Classify(rows.GetRow(0)));
        Assert.Throws<ArgumentException>("example", () => network.Classify([1f]));
    }

    private static Trainer Make() => Trainer.Create(ToyProblem.Model, new AdamW(), new SoftmaxCrossEntropy(), seed: 1);
}
