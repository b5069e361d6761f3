using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using FusedOptim.Training.Data;
using FusedOptim.Training.Data.Images;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tests;

public class AugmentationTests
{
    private static readonly ImageShape Shape = new(4, 5, 2);

    private static readonly Augmentation All = Augmentation.Combine(
        new RandomAffine(Shape, maximumRotation: 30, maximumShift: 0.2, minimumScale: 0.8, maximumScale: 1.2),
        new RandomFlip(Shape),
        new RandomFlip(Shape, FlipDirection.Vertical),
        new GaussianNoise(0.1));

    [Fact]
    public void IsAFunctionOfSeedEpochAndRow()
    {
        var results = new HashSet<string>();
        for (var seed = 0; seed < 3; seed++)
        {
            for (var epoch = 0; epoch < 3; epoch++)
            {
                for (var row = 0; row < 3; row++)
                {
                    var result = Apply(All, seed, epoch, row);
                    Assert.Equal(result, Apply(All, seed, epoch, row));
                    Assert.True(results.Add(string.Join(" ", result)));
                }
            }
        }
    }

    [Fact]
    public void NoTwoPurposesShareNumbers()
    {
        var streams = new[]
        {
            RandomStreams.Augmentation(1, 0, 0), RandomStreams.Augmentation(1, 0, 1),
            RandomStreams.Augmentation(1, 1, 0), RandomStreams.Augmentation(1, int.MaxValue, int.MaxValue),
            RandomStreams.Epoch(1, 0), RandomStreams.Split(1, 0), RandomStreams.Fold(1, 0),
            RandomStreams.Parameter(1, 0), RandomStreams.Layer(1, 0),
        };
        Assert.Equal(streams.Length, streams.Select(stream => stream.GetBits(0)).Distinct().Count());
    }

    // Recorded once; any instruction set, number of threads or machine must give them.
    [Fact]
    public void GivesTheSameBitsOnEveryMachine()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var row = 0; row < 100; row++)
            hash.AppendData(MemoryMarshal.AsBytes(Apply(All, seed: 7, epoch: 3, row).AsSpan()));
        Assert.Equal("e7682c872675603e", Convert.ToHexStringLower(hash.GetHashAndReset())[..16]);
    }

    [Fact]
    public void AllocatesNothing()
    {
        var example = Example();
        var target = new float[Shape.Size];
        var scratch = new float[Shape.Size];
        All.Apply(example, target, scratch, 1, 1, 1);
        Assert.Equal(0, AllocatedBytes.Of(() =>
        {
            for (var row = 0; row < 100; row++)
                All.Apply(example, target, scratch, 1, 1, row);
        }));
    }

    [Fact]
    public void StepsOfASequenceActInOrderEachWithItsOwnNumbers()
    {
        var two = Augmentation.Combine(new GaussianNoise(1), new GaussianNoise(1));
        var random = new RandomStream(1, long.MinValue);
        var target = new float[1];
        two.Apply([10], target, new float[1], seed: 1, epoch: 0, row: 0);
        Assert.Equal((float)((float)(10 + random.GetNormal(0)) + random.GetNormal(1)), target[0]);
        Assert.Equal(Example(), Apply(Augmentation.Combine(), 1, 1, 1));
    }

    [Theory]
    [InlineData(FlipDirection.Horizontal, new float[] { 3, 30, 2, 20, 1, 10, 6, 60, 5, 50, 4, 40 })]
    [InlineData(FlipDirection.Vertical, new float[] { 4, 40, 5, 50, 6, 60, 1, 10, 2, 20, 3, 30 })]
    public void FlipsExchangeSides(FlipDirection direction, float[] expected)
    {
        float[] source = [1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60];
        var shape = new ImageShape(2, 3, 2);
        var target = new float[12];
        new RandomFlip(shape, direction, probability: 1).Apply(source, target, new float[12], 1, 1, 1);
        Assert.Equal(expected, target);
        new RandomFlip(shape, direction, probability: 0).Apply(source, target, new float[12], 1, 1, 1);
        Assert.Equal(source, target);
    }

    [Fact]
    public void FlipsHappenWithTheirProbability()
    {
        var flip = new RandomFlip(new ImageShape(1, 2), probability: 0.3);
        var flipped = 0;
        var target = new float[2];
        for (var row = 0; row < 10_000; row++)
        {
            flip.Apply([0, 1], target, new float[2], seed: 4, epoch: 0, row);
            flipped += (int)target[0];
        }

        // Five standard deviations: √(10,000 · 0.3 · 0.7) = 46.
        Assert.InRange(flipped, 3000 - 230, 3000 + 230);
    }

    [Fact]
    public void NoiseIsNormalAndStaysInItsRange()
    {
        var target = new float[100_000];
        new GaussianNoise(0.5).Apply(Enumerable.Repeat(2f, 100_000).ToArray(), target, new float[100_000], 1, 0, 0);
        Assert.Equal(2, target.Average(), 5 * 0.5 / Math.Sqrt(100_000));
        Assert.Equal(0.25, target.Average(value => (value - 2.0) * (value - 2)), 5 * 0.25 * Math.Sqrt(2.0 / 100_000));
        new GaussianNoise(0.5, 1.75f, 2.125f).Apply(target.ToArray(), target, new float[100_000], 1, 0, 1);
        Assert.Equal((1.75f, 2.125f), (target.Min(), target.Max()));
    }

    [Fact]
    public void NoiseNeverLeavesTheFiniteNumbers()
    {
        var target = new float[1000];
        var largest = Enumerable.Repeat(float.MaxValue, 1000).ToArray();
        new GaussianNoise(double.MaxValue).Apply(largest, target, new float[1000], 1, 0, 0);
        Assert.All(target, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void AffineChangesAreUniformInTheirRanges()
    {
        var affine = new RandomAffine(
            new ImageShape(10, 20), maximumRotation: 40, maximumShift: 0.25, minimumScale: 0.5, maximumScale: 2.5);
        AffineTransform[] drawn =
        [
            .. Enumerable.Range(0, 10_000).Select(row =>
            {
                var random = new RandomSequence(RandomStreams.Augmentation(1, 0, row));
                return affine.Draw(ref random);
            }),
        ];
        AssertUniform(-40, 40, drawn.Select(transform => transform.Rotation));
        AssertUniform(-5, 5, drawn.Select(transform => transform.ShiftRight));
        AssertUniform(-2.5, 2.5, drawn.Select(transform => transform.ShiftDown));
        AssertUniform(0.5, 2.5, drawn.Select(transform => transform.Scale));

        static void AssertUniform(double from, double to, IEnumerable<double> values)
        {
            var (array, width) = (values.ToArray(), to - from);
            Assert.All(array, value => Assert.InRange(value, from, to));
            Assert.Equal((from + to) / 2, array.Average(), 5 * width / Math.Sqrt(12 * array.Length));
            Assert.InRange(array.Min(), from, from + width / 100);
            Assert.InRange(array.Max(), to - width / 100, to);
        }
    }

    [Fact]
    public void BilinearPixelsLieBetweenTheLeastAndTheGreatestOfImageAndFill() => SeededProperty.CheckSeeded(Prop.ForAll(
        ArbMap.Default.ArbFor<(byte, byte, byte, byte[], long)>(),
        ((byte Height, byte Width, byte Channels, byte[] Pixels, long Seed) of) =>
        {
            var shape = new ImageShape(1 + of.Height % 9, 1 + of.Width % 9, 1 + of.Channels % 3);
            float[] image =
            [
                .. Enumerable.Range(0, shape.Size).Select(i => 3f + of.Pixels.ElementAtOrDefault(i % (1 + of.Pixels.Length))),
            ];
            var target = new float[shape.Size];
            new RandomAffine(shape, 180, 1, 0.1, 3, fill: 1).Apply(image, target, new float[shape.Size], of.Seed, 0, 0);
            // A weighted mean of equal numbers may be rounded.
            Assert.All(target, value => Assert.InRange(value, 1 - 1e-6f, image.Max() * (1 + 1e-6f)));
        }));

    [Fact]
    public void WhatIsLeftOutOfARandomAffineChangesNothing() =>
        Assert.Equal(Example(), Apply(new RandomAffine(Shape), 1, 1, 1));

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10)]
    public void BatchesOfAnySizeChangeExamplesBySeedEpochAndRow(int batchSize)
    {
        // The label tells the row.
        var dataset = new Dataset(
            [.. Enumerable.Range(0, 10).Select(row => 100f * row)], [.. Enumerable.Range(0, 10)]);
        var noise = new GaussianNoise(1);
        var batches = dataset.GetBatches(batchSize, seed: 5, noise);
        var target = new float[1];
        foreach (var epoch in new[] { 2, 3, 2 })
        {
            var seen = 0;
            foreach (var batch in batches.GetEpoch(epoch))
            {
                for (var i = 0; i < batch.Count; i++, seen++)
                {
                    var row = batch.Labels[i];
                    noise.Apply(dataset.GetRow(row), target, new float[1], seed: 5, epoch, row);
                    Assert.Equal(target[0], batch.Features[i]);
                }
            }

            Assert.Equal(10, seen);
        }

        Assert.Equal(100f, dataset.Features[1]);
    }

    [Fact]
    public void AugmentedBatchesAllocateNothing()
    {
        var dataset = new Dataset(new float[50 * Shape.Size], new int[50]);
        var batches = dataset.GetBatches(8, seed: 1, All);
        Go(epoch: 0);
        Assert.Equal(0, AllocatedBytes.Of(() => Go(epoch: 1)));

        void Go(int epoch)
        {
            foreach (var batch in batches.GetEpoch(epoch))
                _ = batch.Features;
        }
    }

    [Fact]
    public void RefusesWhatDoesNotFit()
    {
        var memory = new float[Shape.Size];
        var flip = new RandomFlip(Shape);
        Assert.Throws<ArgumentException>(() => flip.Apply(new float[3], new float[3], new float[3], 1, 1, 1));
        Assert.Throws<ArgumentException>(() => new RandomAffine(Shape).Apply(
            new float[3], new float[3], new float[3], 1, 1, 1));
        Assert.Throws<ArgumentException>(() => flip.Apply(Example(), memory, memory, 1, 1, 1));
        Assert.Throws<ArgumentException>(() => flip.Apply(Example(), memory, new float[1], 1, 1, 1));
        Assert.Throws<ArgumentException>(() => flip.Apply(Example(), new float[1], memory, 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => flip.Apply(Example(), memory, new float[40], 1, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => flip.Apply(Example(), memory, new float[40], 1, 1, -1));
    }

    [Fact]
    public void RefusesNumbersOutOfRange()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageShape(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageShape(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageShape(1 << 16, 1 << 15));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomFlip(Shape, probability: 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomFlip(Shape, (FlipDirection)2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianNoise(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianNoise(1, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomAffine(Shape, maximumRotation: 181));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomAffine(Shape, maximumShift: -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomAffine(Shape, minimumScale: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomAffine(Shape, minimumScale: 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomAffine(Shape, fill: float.NaN));
    }

    private static float[] Example() => [.. Enumerable.Range(0, Shape.Size).Select(i => (float)(i * i % 11))];

    private static float[] Apply(Augmentation augmentation, long seed, int epoch, int row)
    {
        var target = new float[Shape.Size];
        augmentation.Apply(Example(), target, new float[Shape.Size], seed, epoch, row);
        return target;
    }
}
