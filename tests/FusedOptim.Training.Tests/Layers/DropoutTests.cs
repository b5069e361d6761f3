using FusedOptim.Execution;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tests;

public class DropoutTests
{
    public static TheoryData<KernelTarget> Targets =>
        [.. KernelTargets.Supported.Where(target => target >= KernelTarget.Scalar)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void BitsAreThoseOfPhiloxBlocksOnEveryTarget(KernelTarget target)
    {
        var random = new RandomStream(-5, (4L << 32) | 7);
        const uint threshold = 0x6000_0000;
        // Beyond the lower half of the counter.
        const long first = (1L << 31) - 3;
        var words = new uint[7];
        PhiloxThreshold.Fill(random, first, threshold, words, target);
        for (var w = 0; w < words.Length; w++)
        {
            for (var block = 0; block < 8; block++)
            {
                var (low, high) = Philox.Block((ulong)(first + w) * 8 + (ulong)block, (4UL << 32) | 7, unchecked((ulong)-5));
                uint[] numbers = [(uint)low, (uint)(low >> 32), (uint)high, (uint)(high >> 32)];
                for (var i = 0; i < 4; i++)
                    Assert.Equal(numbers[i] >= threshold, (words[w] >> 8 * i + block & 1) != 0);
            }
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void DropsWithItsProbabilityAndKeepsTheExpectation(double probability)
    {
        const int count = 200_000;
        using var network = new Sequential(new Input(count), new Dropout(probability)).Build(seed: 3);
        var inputs = new float[count];
        Array.Fill(inputs, 2);
        var outputs = network.Forward(inputs).ToArray();
        var kept = (float)(1 / (1 - probability)) * 2;
        Assert.All(outputs, y => Assert.True(y == 0 || y == kept));
        // Five standard errors.
        Assert.Equal(
            probability, outputs.Count(y => y == 0) / (double)count,
            5 * Math.Sqrt(probability * (1 - probability) / count));
        Assert.Equal(inputs, network.Predict(inputs));
    }

    [Fact]
    public void NeighboursAndPassesAreIndependent()
    {
        const int count = 100_000;
        using var network = new Sequential(new Input(count), new Dropout(0.5)).Build(seed: 3);
        var ones = new float[count];
        Array.Fill(ones, 1);
        bool[] first = [.. network.Forward(ones).ToArray().Select(y => y != 0)];
        bool[] second = [.. network.Forward(ones).ToArray().Select(y => y != 0)];
        // How often two agree: half of the time, to five standard errors.
        var bound = 5 * 0.5 / Math.Sqrt(count);
        Assert.Equal(0.5, first.Zip(second).Count(pair => pair.First == pair.Second) / (double)count, bound);
        foreach (var distance in (int[])[1, 4, 8, 32, 64, 256])
        {
            Assert.Equal(
                0.5, Enumerable.Range(0, count - distance).Count(i => first[i] == first[i + distance]) / (double)count,
                bound + distance / (double)count);
        }
    }

    [Fact]
    public void BackwardUsesTheMaskOfForward()
    {
        using var network = new Sequential(new Input(77), new Dropout(0.3)).Build<double>(seed: 3);
        var inputs = new double[77 * 5];
        Array.Fill(inputs, 1);
        var outputs = network.Forward(inputs).ToArray();
        network.OutputGradients.Fill(1);
        var gradients = new double[inputs.Length];
        network.Backward(gradients);
        Assert.Equal(outputs, gradients);
        Assert.Contains(outputs, y => y == 0);
        Assert.Contains(outputs, y => y != 0);
    }

    [Fact]
    public void VariationalDropoutHasOneMaskForAllPositions()
    {
        const int positions = 6, features = 41, examples = 30;
        using var network = new Sequential(new Input(positions, features), new Dropout(0.5, variational: true))
            .Build(seed: 3);
        var inputs = new float[examples * positions * features];
        Array.Fill(inputs, 1);
        var outputs = network.Forward(inputs).ToArray();
        var masks = new HashSet<string>();
        for (var example = 0; example < examples; example++)
        {
            var values = outputs.AsSpan(example * positions * features, positions * features);
            var mask = values[..features];
            for (var position = 1; position < positions; position++)
                Assert.Equal(mask, values.Slice(position * features, features));
            Assert.True(masks.Add(string.Join(' ', mask.ToArray())));
        }

        // Without it, positions differ.
        using var plain = new Sequential(new Input(positions, features), new Dropout(0.5)).Build(seed: 3);
        outputs = plain.Forward(inputs).ToArray();
        Assert.NotEqual(outputs[..features], outputs[features..(2 * features)]);
    }

    [Fact]
    public void MasksDependOnSeedLayerAndPassAlone()
    {
        var model = new Sequential(new Input(500), new Dropout(), new Dropout());
        var ones = new float[500];
        Array.Fill(ones, 1);
        using var network = model.Build(seed: 1);
        var first = network.Forward(ones).ToArray();
        var layers = network.GetActivations(1).ToArray();
        var second = network.Forward(ones).ToArray();
        Assert.NotEqual(first, second);
        // The second layer drops others than the first: about a quarter is left of both.
        Assert.InRange(first.Count(y => y != 0), 80, 170);
        Assert.InRange(layers.Count(y => y != 0), 200, 300);

        // A run that is resumed goes on with the masks of the run that it continues.
        using var resumed = model.Build(seed: 1);
        resumed.ForwardCount = 1;
        Assert.Equal(second, resumed.Forward(ones));
        using var other = model.Build(seed: 2);
        Assert.NotEqual(first, other.Forward(ones).ToArray());
        // In double too.
        using var twice = model.Build<double>(seed: 1);
        Assert.Equal(first, twice.Forward([.. ones.Select(x => (double)x)]).ToArray().Select(y => (float)y));
    }

    [Fact]
    public void RefusesAProbabilityOutOfRange()
    {
        foreach (var probability in (double[])[-0.1, 1, 1 - 1e-12, double.NaN])
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(probability));
            Assert.Contains("it must be at least 0 and below 1.", error.Message);
        }

        using var network = new Sequential(new Input(100), new Dropout(0)).Build(seed: 1);
        Assert.DoesNotContain(0, network.Forward([.. Enumerable.Range(1, 100).Select(i => (float)i)]).ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ScalingAtPredictionHasTheSameMasksAndPredictsTimesTheKeptShare(bool variational)
    {
        var (usual, scaled) = (new Dropout(0.3, variational), new Dropout(0.3, variational, scaleAtPrediction: true));
        using var usualNetwork = new Sequential(new Input(3, 37), usual).Build<double>(seed: 5);
        using var scaledNetwork = new Sequential(new Input(3, 37), scaled).Build<double>(seed: 5);
        double[] inputs = [.. Enumerable.Range(1, 2 * 3 * 37).Select(i => i / 8.0)];
        double[] kept = [.. usualNetwork.Forward(inputs).ToArray().Zip(inputs).Select(pair => pair.First == 0 ? 0 : pair.Second)];
        Assert.Equal(kept, scaledNetwork.Forward(inputs).ToArray());
        Assert.Contains(kept, value => value == 0);
        Assert.Equal(inputs.Select(value => value * 0.7), scaledNetwork.Predict(inputs).ToArray());
        // What is sampled is dropped and not scaled.
        Assert.All(
            scaledNetwork.Sample(inputs, seed: 1, pass: 0, firstExample: 0).ToArray().Zip(inputs),
            pair => Assert.True(pair.First == 0 || pair.First == pair.Second));
        using var single = new Sequential(new Input(3, 37), scaled).Build(seed: 5);
        float[] narrow = [.. inputs.Select(value => (float)value)];
        Assert.Equal(narrow.Select(value => value * 0.7f), single.Predict(narrow).ToArray());
    }
}
