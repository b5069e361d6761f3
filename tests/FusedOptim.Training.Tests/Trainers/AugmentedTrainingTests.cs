using FusedOptim.Execution;
using FusedOptim.Rules;
using FusedOptim.Training.Data;
using FusedOptim.Training.Data.Images;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tests.Trainers;

/// <summary>Training on examples that the threads of the trainer augment.</summary>
public sealed class AugmentedTrainingTests
{
    private const int Side = 6;
    private const int Count = 45;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void TheNumberOfThreadsChangesNothing(int threads)
    {
        var augmentation = new RandomAffine(new ImageShape(Side, Side), maximumRotation: 20, maximumShift: 0.1);
        Assert.Equal(Train(augmentation, threads: 1), Train(augmentation, threads));
    }

    [Fact]
    public void EachExampleOfABatchIsAugmentedOnce()
    {
        var counting = new Counting();
        Train(counting, threads: 3);
        Assert.Equal(2 * Count, counting.Calls);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void WhatAnAugmentationThrowsComesFromFit(int threads)
    {
        var refusal = Assert.Throws<ArgumentException>(() => Train(new RandomFlip(new ImageShape(Side + 1, Side), FlipDirection.Horizontal), threads));
        Assert.Equal("example has 36 features; an image of 7 × 6 × 1 has 42. (Parameter 'example')", refusal.Message);
    }

    private static string Train(Augmentation augmentation, int threads)
    {
        var random = new Random(3);
        float[] features = [.. Enumerable.Range(0, Count * Side * Side).Select(_ => random.NextSingle())];
        int[] labels = [.. Enumerable.Range(0, Count).Select(_ => random.Next(2))];
        using var team = new WorkerTeam(threads);
        using var trainer = Trainer.Create(
            new Sequential(new Dense(Side * Side, 2)), new Adam(), new SoftmaxCrossEntropy(), seed: 1, new OptimizerOptions { Team = team });
        trainer.Augmentation = augmentation;
        trainer.Fit(new Dataset(features, labels), epochs: 2, batchSize: 16);
        return trainer.Network.ComputeDigest();
    }

    private sealed record Counting : Augmentation
    {
        private int _calls;

        public int Calls => _calls;

        public override void Apply(Span<float> example, Span<float> scratch, ref RandomSequence random) => Interlocked.Increment(ref _calls);
    }
}
