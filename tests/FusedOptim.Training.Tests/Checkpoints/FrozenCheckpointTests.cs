using FusedOptim.Formats;
using FusedOptim.Rules;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

public class FrozenCheckpointTests
{
    private static readonly Dataset Data = ToyProblem.Spirals(60, seed: 1);

    [Theory]
    [InlineData("float", true)]
    [InlineData("float", false)]
    [InlineData("8 bits", true)]
    [InlineData("8 bits", false)]
    public void ARunThatFreezesAndThawsResumesWithTheSameBits(string format, bool keepsStates)
    {
        var expected = Run(format, keepsStates, saveAfter: 0);
        foreach (var epoch in (int[])[2, 4, 5])
            Assert.Equal(expected, Run(format, keepsStates, epoch));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatWasFrozenMustBeFrozenWhereItIsLoaded(bool keepsStates)
    {
        using var file = new TemporaryFile();
        using var saved = Create("float");
        saved.Fit(Data, epochs: 1);
        saved.Optimizer.Freeze([First(saved)], keepsStates);
        saved.Save(file.Path);
        using var loaded = Create("float");
        var before = loaded.Network.ComputeDigest();

        var error = Assert.Throws<InvalidDataException>(() => loaded.Load(file.Path));

        Assert.Contains("'dense1.weight'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Call Freeze", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, loaded.Network.ComputeDigest());
        loaded.Optimizer.Freeze([First(loaded)], keepsStates);
        loaded.Load(file.Path);
        Assert.Equal(saved.Network.ComputeDigest(), loaded.Network.ComputeDigest());
    }

    private static string Run(string format, bool keepsStates, int saveAfter)
    {
        using var file = new TemporaryFile();
        var trainer = Create(format);
        for (var epoch = 1; epoch <= 6; epoch++)
        {
            trainer.Fit(Data, epochs: 1);
            if (epoch == 2)
                trainer.Optimizer.Freeze([First(trainer)], keepsStates);
            if (epoch == 4)
                trainer.Optimizer.Unfreeze(First(trainer));
            if (epoch != saveAfter)
                continue;
            trainer.Save(file.Path);
            trainer.Dispose();
            trainer = Create(format);
            if (epoch is 2 or 3)
                trainer.Optimizer.Freeze([First(trainer)], keepsStates);
            trainer.Load(file.Path);
        }

        using (trainer)
            return trainer.Network.ComputeDigest();
    }

    private static Parameter First(Trainer trainer) => trainer.Network.Parameters["dense1.weight"];

    private static Trainer Create(string format) => Trainer.Create(
        ToyProblem.Model, new AdamW(0.01), new SoftmaxCrossEntropy(), seed: 3,
        new OptimizerOptions { StateFormat = format == "8 bits" ? new BlockFloat8Format(StorageRounding.Stochastic) : null });
}
