using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Tests;

public class TargetScalingTests
{
    // Means 2, 7 and 0.1f; variances 2/3, 0 and 0.
    private static readonly Dataset Data = new Dataset([1, 2, 3], [1, 7, 0.1f, 2, 7, 0.1f, 3, 7, 0.1f], 3)
        .WithNames(features: ["x"], targets: ["a", "b", "c"]);

    [Fact]
    public void TargetsAreStandardizedAndConstantOnesAreMoved()
    {
        var scaling = TargetScaling.Fit(Data);
        Assert.Equal([2, 7, 0.1f], scaling.Means);
        Assert.Equal([Math.Sqrt(2 / 3.0), 0, 0], scaling.Deviations);
        var scaled = scaling.Apply(Data);
        var size = (float)Math.Sqrt(1.5);
        Assert.Equal([-size, 0, 0, 0, 0, 0, size, 0, 0], scaled.Targets);
        Assert.Equal(Data.Features, scaled.Features);
        Assert.Equal(["a", "b", "c"], scaled.TargetNames);
        Assert.Equal(["x"], scaled.FeatureNames);
    }

    [Fact]
    public void InvertingGivesTheTargetsBack()
    {
        var scaling = TargetScaling.Fit(Data);
        var targets = scaling.Invert(scaling.Apply(Data).Targets);
        for (var i = 0; i < targets.Length; i++)
            Assert.Equal(Data.Targets[i], targets[i], 1e-6f);
        var memory = scaling.Apply(Data).Targets.ToArray();
        scaling.Invert(memory, memory);
        Assert.Equal(targets, memory);
    }

    [Fact]
    public void AScalingIsSavedBesideThePreprocessing()
    {
        using var file = new TemporaryFile();
        using var network = new Sequential(new Dense(1, 3)).Build(seed: 1);
        var scaling = TargetScaling.Fit(Data);
        network.Save(file.Path, Standardization.Fit(Data), scaling);
        using var stream = new MemoryStream();
        network.Save(stream, Standardization.Fit(Data), scaling);
        Assert.Equal(File.ReadAllBytes(file.Path), stream.ToArray());
        stream.Position = 0;
        foreach (var loaded in new[] { TargetScaling.Load(file.Path), TargetScaling.Load(stream) })
        {
            Assert.Equal(scaling.Means, loaded.Means);
            Assert.Equal(scaling.Deviations, loaded.Deviations);
        }

        Assert.Equal(1, Preprocessing.Load(file.Path).InputCount);
        network.Load(file.Path);
    }

    [Fact]
    public void AFileWithoutAScalingIsRefused()
    {
        using var file = new TemporaryFile();
        using var network = new Sequential(new Dense(1, 3)).Build(seed: 1);
        network.Save(file.Path);
        var error = Assert.Throws<InvalidDataException>(() => TargetScaling.Load(file.Path));
        Assert.Equal(
            $"{file.Path} has no valid scaling of target values: there is no tensor 'target_scaling.mean'.", error.Message);
    }

    public static TheoryData<double[], double[], string> HostileNumbers => new()
    {
        { [1], [-1], "the tensor 'target_scaling.deviation' has the element -1; it must not be negative" },
        { [double.NaN], [1], "the tensor 'target_scaling.mean' has the element NaN; all must be finite" },
        { [1], [1, 2], "the tensor 'target_scaling.deviation' has 2 elements; it must have 1" },
    };

    [Theory]
    [MemberData(nameof(HostileNumbers))]
    public void HostileNumbersAreRefused(double[] means, double[] deviations, string fault)
    {
        using var file = new TemporaryFile();
        var writer = new SafetensorsWriter();
        writer.AddMetadata("format", "FusedOptim checkpoint, version 3");
        writer.Add<double>("target_scaling.mean", [means.Length], means);
        writer.Add<double>("target_scaling.deviation", [deviations.Length], deviations);
        writer.Save(file.Path, addsDigest: true);
        var error = Assert.Throws<InvalidDataException>(() => TargetScaling.Load(file.Path));
        Assert.Equal($"{file.Path} has no valid scaling of target values: {fault}.", error.Message);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        var scaling = TargetScaling.Fit(Data);
        Assert.Throws<ArgumentException>("training", () => TargetScaling.Fit(ToyProblem.Spirals(6, seed: 1)));
        Assert.Throws<ArgumentException>("dataset", () => scaling.Apply(new Dataset([1], [1f], 1)));
        Assert.Throws<ArgumentException>("outputs", () => scaling.Invert(new float[4]));
        Assert.Throws<ArgumentException>("targets", () => scaling.Invert(new float[3], new float[2]));
    }
}
