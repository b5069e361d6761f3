using FusedOptim.Rules;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>From a file with names of classes to predictions of another program.</summary>
public class NamedClassesTests
{
    private const string Flowers = "length;width;kind\n1;5;iris\n2;4;\"lily, white\"\n5;1;rose\n1;4;iris\n2;5;\"lily, white\"\n4;1;rose\n";

    private static readonly Sequential Model = new(new Dense(2, 8), new Tanh(), new Dense(8, 3));

    [Fact]
    public void NamesGoFromAFileThroughTheNetworkToAnotherProgram()
    {
        using var file = new TemporaryFile();
        var expected = Train(file.Path);

        using var network = Model.Build(seed: 0);
        network.Load(file.Path);
        var rows = Preprocessing.Load(file.Path).Apply(CsvTexts.LoadUnlabeled("length;width\n4.5;1\n"));
        var top = network.GetTopClasses(rows.GetRow(0), 3);
        Assert.Equal("rose", top[0].Name);
        Assert.Equal(expected, top);
        Assert.Equal(1, top.Sum(entry => entry.Probability), 1e-12);
    }

    /// <summary>A file without the first class has the other two as classes 0 and 1.</summary>
    [Fact]
    public void AFileWithFewerClassesIsRefusedAndLoadsWithTheNamesOfTheNetwork()
    {
        using var file = new TemporaryFile();
        Train(file.Path);
        using var network = Model.Build(seed: 0);
        network.Load(file.Path);
        const string Fewer = "length;width;kind\n5;1;rose\n2;4;\"lily, white\"\n";
        var error = Assert.Throws<ArgumentException>(
            () => Evaluation.Compute(network, new SoftmaxCrossEntropy(), CsvTexts.Load(Fewer)));
        Assert.StartsWith("Class 0 is 'lily, white' in the data and 'iris' in the network.", error.Message);

        var data = CsvTexts.Load(Fewer, new CsvOptions { ClassNames = network.OutputNames });
        Assert.Equal([2, 1], data.Labels);
        var scaled = Preprocessing.Load(file.Path).Apply(data);
        Assert.Equal(1, Evaluation.Compute(network, new SoftmaxCrossEntropy(), scaled).Accuracy);
    }

    private static IReadOnlyList<ClassProbability> Train(string path)
    {
        var data = CsvTexts.Load(Flowers);
        var preprocessing = Standardization.Fit(data);
        using var trainer = Trainer.Create(Model, new AdamW(0.05), new SoftmaxCrossEntropy(), seed: 1);
        trainer.Fit(preprocessing.Apply(data), epochs: 100);
        Assert.Equal(["iris", "lily, white", "rose"], trainer.Network.OutputNames);
        trainer.SaveNetwork(path, preprocessing);
        return trainer.GetTopClasses(preprocessing.Apply(CsvTexts.LoadUnlabeled("length;width\n4.5;1\n")).GetRow(0), 3);
    }
}
