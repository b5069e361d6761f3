using FusedOptim.Rules;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Tuning;

namespace FusedOptim.Training.Tests;

public class ArchitectureSpaceTests
{
    [Fact]
    public void APointIsANetwork()
    {
        var architectures = new ArchitectureSpace(new ExampleShape(8), outputs: 3)
        {
            Depths = [0, 2], Widths = [8, 5], Activations = [new Relu(), new LeakyRelu(0.1), new LeakyRelu(0.2)],
            Normalizations = [null, new LayerNorm()], DropoutProbabilities = [0, 0.25],
        };
        var space = architectures.CreateSpace(new RealDimension("LearningRate", 1e-3, 1e-1, isLogarithmic: true));
        Assert.Equal(
            ["depth", "width1", "width2", "activation", "normalization", "dropout", "residual", "LearningRate"],
            space.Dimensions.Select(dimension => dimension.Name));
        // Widths mean nothing of a network without hidden layers.
        var linear = space.GetPoint([0, 0.9, 0.9, 0, 0, 0, 0, 0]);
        Assert.Equal("depth = 0, width1 = 8, width2 = 8, activation = relu, normalization = none, dropout = 0, residual = no, LearningRate = 0.001", linear.ToString());
        Assert.Equal(new Sequential(new Input(8), new Dense(8, 3)), architectures.CreateModel(linear));
        Assert.Equal(
            new Sequential(
                new Input(8), new Residual(new Dense(8, 8), new LayerNorm(), new LeakyRelu(0.2), new Dropout(0.25)), new Dense(8, 5),
                new LayerNorm(), new LeakyRelu(0.2), new Dropout(0.25), new Dense(5, 3)),
            architectures.CreateModel(space.GetPoint([1, 0, 0.9, 1, 1, 1, 1, 0])));
        Assert.Equal(
            new Sequential(new Input(8), new Dense(8, 8), new Relu(), new Dense(8, 8), new Relu(), new Dense(8, 3)),
            architectures.CreateModel(space.GetPoint([1, 0, 0, 0, 0, 0, 0, 0])));
        Assert.Equal(
            ["relu", "leakyrelu 1", "leakyrelu 2"], ((ChoiceDimension)space.Dimensions[3]).Labels);
    }

    [Fact]
    public void WhatHasOneChoiceHasNoDimension()
    {
        var architectures = new ArchitectureSpace(new ExampleShape(4), outputs: 2)
        {
            Depths = [1], Widths = [6], Activations = [new Tanh()], Normalizations = [new BatchNorm()], DropoutProbabilities = [0.5],
            Residuals = [false],
        };
        Assert.Throws<ArgumentException>(() => architectures.CreateSpace());
        var point = architectures.CreateSpace(new ChoiceDimension("other", 1)).GetPoint([0]);
        Assert.Equal("other = 1", point.ToString());
        Assert.Equal(
            new Sequential(new Input(4), new Dense(4, 6), new BatchNorm(), new Tanh(), new Dropout(0.5), new Dense(6, 2)),
            architectures.CreateModel(point));
    }

    [Fact]
    public void NamesOfChoicesAreLeftOut()
    {
        var architectures = new ArchitectureSpace(new ExampleShape(4), outputs: 2)
        {
            Depths = [2], Widths = [3, 6], Activations = [new Tanh { Name = "f" }], Normalizations = [new LayerNorm { Name = "n" }],
        };
        var model = architectures.CreateModel(architectures.CreateSpace().GetPoint([0, 0.9, 0, 0]));
        Assert.Equal(["input1", "dense1", "layernorm1", "tanh1", "dense2", "layernorm2", "tanh2", "dense3"], model.LayerNames);
    }

    [Fact]
    public void FrontsComeBeforeHiddenLayersAndAreFlattened()
    {
        var architectures = new ArchitectureSpace(new ExampleShape(3, 2), outputs: 2)
        {
            Fronts = [[], [new Dense(2, 4), new Relu()]], Depths = [1], Widths = [6], Activations = [new Relu()],
            Normalizations = [null], DropoutProbabilities = [0], Residuals = [false],
        };
        var space = architectures.CreateSpace();
        Assert.Equal(["none", "dense → relu"], ((ChoiceDimension)Assert.Single(space.Dimensions)).Labels);
        Assert.Equal(
            new Sequential(new Input(3, 2), new Flatten(), new Dense(6, 6), new Relu(), new Dense(6, 2)),
            architectures.CreateModel(space.GetPoint([0])));
        Assert.Equal(
            new Sequential(
                new Input(3, 2), new Dense(2, 4), new Relu(), new Flatten(), new Dense(12, 6), new Relu(), new Dense(6, 2)),
            architectures.CreateModel(space.GetPoint([1])));
    }

    [Fact]
    public void FrontsCanBeConvolutions()
    {
        Layer[] small = [new Convolution2D(1, 4, kernel: 3), new Relu(), new MaxPool2D(2)];
        var architectures = new ArchitectureSpace(new ExampleShape(8, 8, 1), outputs: 10) { Fronts = [[], small], Depths = [0] };
        var space = architectures.CreateSpace();
        Assert.Equal(
            new Sequential([new Input(8, 8, 1), .. small, new Flatten(), new Dense(3 * 3 * 4, 10)]),
            architectures.CreateModel(space.GetPoint([1, 0, 0, 0, 0])));
        Assert.Equal(
            new Sequential(new Input(8, 8, 1), new Flatten(), new Dense(64, 10)),
            architectures.CreateModel(space.GetPoint([0, 0, 0, 0, 0])));
    }

    [Fact]
    public void EvolutionSearchesNetworksAsAFunctionOfTheSeedAlone()
    {
        var data = ToyProblem.Spirals(120, seed: 1);
        var validation = ToyProblem.Spirals(60, seed: 2);
        var architectures = new ArchitectureSpace(new ExampleShape(2), outputs: 3) { Depths = [1, 2], Widths = [4, 8] };
        var space = architectures.CreateSpace(new RealDimension("LearningRate", 1e-3, 1e-1, isLogarithmic: true));
        var search = new RegularizedEvolution(trials: 8, seed: 1, population: 4, sample: 2, finalists: 2)
        {
            Stopping = [new MedianStopping(minimumTrials: 3)],
        };
        var report = search.Run(space, Score);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 9], report.Trials.Select(trial => trial.Budget));
        Assert.Equal(report.Trials, search.Run(space, Score).Trials);

        double Score(TrialRun run)
        {
            var model = architectures.CreateModel(run.Point);
            using var trainer = Trainer.Create(model, run.Point.Apply(new AdamW()), new SoftmaxCrossEntropy(), seed: 3);
            trainer.Fit(data, validation, run.Budget, progress: run, cancellationToken: run.Token);
            return run.LastScore;
        }
    }

    [Fact]
    public void RefusesChoicesThatMakeNoNetwork()
    {
        var shape = new ExampleShape(4);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ArchitectureSpace(shape, outputs: 0));
        Assert.Throws<ArgumentException>(() => new ArchitectureSpace(shape, 2) { Widths = [] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ArchitectureSpace(shape, 2) { Widths = [4, 0] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ArchitectureSpace(shape, 2) { Depths = [-1] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ArchitectureSpace(shape, 2) { DropoutProbabilities = [1] });
        Assert.Throws<ArgumentException>(() => new ArchitectureSpace(shape, 2) { Widths = [4, 4] }.CreateSpace());
        Assert.Throws<ArgumentException>(() => new ArchitectureSpace(shape, 2).CreateSpace(new ChoiceDimension("depth", 1)));
        var other = new SearchSpace(new ChoiceDimension("x", 1)).GetPoint([0]);
        Assert.Throws<KeyNotFoundException>(() => new ArchitectureSpace(shape, 2).CreateModel(other));
    }
}
