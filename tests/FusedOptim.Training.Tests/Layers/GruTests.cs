using FusedOptim.Execution;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tests;

/// <summary>A gated recurrent unit beside plain loops.</summary>
public class GruTests
{
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1, 1, 3, 4)]
    [InlineData(1, 6, 3, 17)]
    [InlineData(3, 1, 2, 5)]
    [InlineData(5, 9, 4, 33)]
    public void OutputsAreThoseOfPyTorchsFormula(int examples, int positions, int inputs, int units)
    {
        using var network = new Sequential(new Input(positions, inputs), new Gru(inputs, units)).Build<double>(seed: 4);
        var plain = PlainGru.Of(network, "gru1");
        var values = Normal(examples * positions * inputs);
        foreach (var outputs in (double[][])[network.Forward(values).ToArray(), network.Predict(values).ToArray()])
        {
            for (var example = 0; example < examples; example++)
            {
                var expected = plain.Run(values.AsSpan(example * positions * inputs, positions * inputs));
                for (var i = 0; i < expected.Length; i++)
                    Assert.Equal(expected[i], outputs[example * positions * units + i], 1e-14);
            }
        }
    }

    [Fact]
    public void ParametersHaveTheNamesAndShapesOfPyTorch()
    {
        using var network = new Sequential(new Input(2, 3), new Gru(3, 4), new LastPosition(), new Dense(4, 1)).Build(seed: 1);
        Assert.Equal(
            ["gru1.weight_ih [12, 3]", "gru1.weight_hh [12, 4]", "gru1.bias_ih [12]", "gru1.bias_hh [12]"],
            network.Parameters.Take(4).Select(parameter => $"{parameter.Name} {parameter.Shape}"));
        Assert.Equal(1, network.OutputSize);
    }

    [Fact]
    public void ParametersStartUniformBetweenTheBoundsOfPyTorch()
    {
        using var network = new Sequential(new Gru(10, 25)).Build(seed: 1);
        foreach (var parameter in network.Parameters)
        {
            float[] values = parameter.Values.ToArray();
            Assert.InRange(values.Max(), 0.17, 0.2);
            Assert.InRange(values.Min(), -0.2, -0.17);
            Assert.Equal(0.2 / Math.Sqrt(3), Math.Sqrt(values.Average(value => (double)value * value)), 0.02);
        }
    }

    [Fact]
    public void EachGateStartsFromSeparateNumbers()
    {
        const int units = 9;
        using var network = new Sequential(new Gru(4, units, recurrentWeight: new Orthogonal(2))).Build<double>(seed: 1);
        var weight = network.Parameters["gru1.weight_hh"].Values;
        for (var gate = 0; gate < 3; gate++)
        {
            var rows = weight.Slice(gate * units * units, units * units);
            for (var i = 0; i < units; i++)
            {
                for (var j = 0; j < units; j++)
                {
                    var product = 0.0;
                    for (var k = 0; k < units; k++)
                        product += rows[i * units + k] * rows[j * units + k];
                    Assert.Equal(i == j ? 4 : 0, product, 1e-13);
                }
            }
        }

        Assert.Equal(3 * 9, weight.ToArray().Chunk(9).Select(row => string.Join(' ', row)).Distinct().Count());
    }

    /// <summary>h at the start of a section is a constant: the derivatives are those of plain loops where it is given.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void TruncationEndsDerivativesBetweenSections(int truncation)
    {
        const int positions = 8, inputs = 2, units = 3;
        using var network = new Sequential(new Input(positions, inputs), new Gru(inputs, units, truncation)).Build<double>(seed: 4);
        var plain = PlainGru.Of(network, "gru1");
        var values = Normal(positions * inputs);
        var states = network.Forward(values).ToArray();
        Assert.Equal(plain.Run(values), states, (a, b) => Math.Abs(a - b) < 1e-14);
        var weights = Normal(positions * units);
        weights.CopyTo(network.OutputGradients);
        var inputGradients = new double[values.Length];
        network.Backward(inputGradients);

        foreach (var (parameter, copy) in network.Parameters.Zip(plain.Parameters))
            AssertDifferences(copy, parameter.Gradients);
        AssertDifferences(values, inputGradients);

        double Loss() => plain.Run(values, given: Given).Zip(weights).Sum(pair => pair.First * pair.Second);

        double[]? Given(int t) => t > 0 && t % truncation == 0 ? states[((t - 1) * units)..(t * units)] : null;

        void AssertDifferences(double[] variables, ReadOnlySpan<double> gradients)
        {
            for (var i = 0; i < variables.Length; i++)
            {
                var (kept, distance) = (variables[i], 1e-3);
                double At(double offset)
                {
                    variables[i] = kept + offset;
                    return Loss();
                }

                var expected = (8 * (At(distance) - At(-distance)) - (At(2 * distance) - At(-2 * distance))) / (12 * distance);
                variables[i] = kept;
                Assert.Equal(expected, gradients[i], 1e-9);
            }
        }
    }

    [Fact]
    public void TruncationAtTheLengthOfTheSequenceChangesNothing()
    {
        Assert.Equal(Gradients(new Gru(3, 5, truncation: 6)), Gradients(new Gru(3, 5)));
        Assert.NotEqual(Gradients(new Gru(3, 5, truncation: 5)), Gradients(new Gru(3, 5)));

        static double[] Gradients(Gru layer)
        {
            using var network = new Sequential(new Input(6, 3), layer).Build<double>(seed: 4);
            network.Forward(Normal(2 * 18));
            network.OutputGradients.Fill(1);
            network.Backward();
            return [.. network.Parameters.SelectMany(parameter => parameter.Gradients.ToArray())];
        }
    }

    /// <summary>Of all masks, one and only one gives the outputs of an example, at every position.</summary>
    [Fact]
    public void RecurrentDropoutHasOneMaskForAllPositions()
    {
        const int examples = 40, positions = 5, inputs = 2, units = 3;
        using var network = new Sequential(new Input(positions, inputs), new Gru(inputs, units, recurrentDropout: 0.25))
            .Build<double>(seed: 4);
        var plain = PlainGru.Of(network, "gru1");
        var values = Normal(examples * positions * inputs);
        var outputs = network.Forward(values).ToArray();
        var droppedCount = 0;
        for (var example = 0; example < examples; example++)
        {
            var found = Enumerable.Range(0, 1 << units).Where(bits =>
            {
                double[] mask = [.. Enumerable.Range(0, units).Select(unit => (bits >> unit & 1) == 0 ? 0 : 1 / 0.75)];
                var expected = plain.Run(values.AsSpan(example * positions * inputs, positions * inputs), mask);
                return expected.Zip(outputs.AsSpan(example * positions * units, positions * units).ToArray())
                    .All(pair => Math.Abs(pair.First - pair.Second) < 1e-14);
            }).ToArray();
            droppedCount += units - int.PopCount(Assert.Single(found));
        }

        // 30 of 120, to four standard errors.
        Assert.InRange(droppedCount, 11, 49);
        using var plainNetwork = new Sequential(new Input(positions, inputs), new Gru(inputs, units)).Build<double>(seed: 4);
        Assert.Equal(plainNetwork.Predict(values).ToArray(), network.Predict(values).ToArray());
        // Another pass has other masks.
        Assert.NotEqual(outputs, network.Forward(values).ToArray());
    }

    /// <summary>Too few examples for the threads share the product of each position instead.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(29)]
    public void HasTheSameBitsForAnyNumberOfExamplesAndThreads(int examples)
    {
        float[]? expected = null;
        foreach (var threads in (int[])[1, 2, 3, 7])
        {
            using var team = new WorkerTeam(threads);
            using var network = new Sequential(new Input(4, 9), new Gru(9, 157, recurrentDropout: 0.2)).Build(seed: 4, team);
            var random = new RandomStream(3, 1);
            float[] values = [.. Enumerable.Range(0, examples * 36).Select(i => (float)random.GetNormal(i))];
            float[] results = [.. network.Forward(values)];
            for (var i = 0; i < network.OutputGradients.Length; i++)
                network.OutputGradients[i] = MathF.Cos(i);
            var inputGradients = new float[values.Length];
            network.Backward(inputGradients);
            results =
            [
                .. results, .. inputGradients, .. network.Parameters.SelectMany(parameter => parameter.Gradients.ToArray()),
                .. network.Predict(values),
            ];
            Assert.All(results, value => Assert.True(float.IsFinite(value)));
            expected ??= results;
            Assert.True(expected.AsSpan().SequenceEqual(results), $"{threads} threads differ from one.");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void TheWeightsAreTheSameOnEveryMachine(int threads)
    {
        using var team = new WorkerTeam(threads);
        var model = new Sequential(
            new Input(7, 11), new Gru(11, 37, truncation: 4, recurrentDropout: 0.2), new Gru(37, 21, recurrentWeight: new Orthogonal()),
            new LastPosition(), new Dense(21, 3));
        using var network = model.Build(seed: 42, team);
        var random = new RandomStream(7, 0);
        float[] inputs = [.. Enumerable.Range(0, 30 * network.InputSize).Select(i => (float)random.GetNormal(i))];
        for (var step = 0; step < 5; step++)
        {
            var outputs = network.Forward(inputs);
            for (var i = 0; i < outputs.Length; i++)
                network.OutputGradients[i] = (outputs[i] - 1) / 30;
            network.Backward();
            foreach (var parameter in network.Parameters)
            {
                for (var i = 0; i < parameter.Count; i++)
                    parameter.Values[i] -= 0.1f * parameter.Gradients[i];
            }

            network.Parameters.ZeroGradients();
        }

        Assert.Equal("6b74bb1b25c713f2d1c5fc3a806f7ad6100876a3063eafc5c4de6a8128b4e1ee", network.ComputeDigest());
    }

    [Fact]
    public void IsSavedAndLoaded()
    {
        var model = new Sequential(new Input(3, 2), new Gru(2, 5), new LastPosition());
        using var network = model.Build(seed: 1);
        using var other = model.Build(seed: 2);
        using var file = new MemoryStream();
        network.Save(file);
        file.Position = 0;
        other.Load(file);
        float[] values = [1, 2, 3, 4, 5, 6];
        Assert.Equal(network.Predict(values).ToArray(), other.Predict(values).ToArray());
        Assert.Equal(network.ComputeDigest(), other.ComputeDigest());
    }

    [Fact]
    public void LastPositionGivesTheLastAndPassesItsDerivativesBack()
    {
        using var network = new Sequential(new Input(3, 2), new LastPosition()).Build(seed: 1);
        Assert.Equal([5, 6, 11, 12], network.Forward([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]).ToArray());
        ((float[])[10, 20, 30, 40]).CopyTo(network.OutputGradients);
        var gradients = new float[12];
        gradients.AsSpan().Fill(-1);
        network.Backward(gradients);
        Assert.Equal([0, 0, 0, 0, 10, 20, 0, 0, 0, 0, 30, 40], gradients);
    }

    [Fact]
    public void RefusesWhatIsOutOfRange()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Gru(0, 4));
        Assert.StartsWith("inputs is 0; it must be at least 1.", error.Message);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => new Gru(3, 0));
        Assert.StartsWith("units is 0; it must be at least 1.", error.Message);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => new Gru(3, 4, truncation: 0));
        Assert.StartsWith("truncation is 0; it must be at least 1.", error.Message);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => new Gru(3, 4, recurrentDropout: 1));
        Assert.StartsWith("recurrentDropout is 1; it must be at least 0 and below 1.", error.Message);
        var features = Assert.Throws<ArgumentException>(() => new Sequential(new Input(5, 2), new Gru(3, 4)));
        Assert.StartsWith("'gru1' takes 3 values, but 'input1' before it gives 5 × 2.", features.Message);
        var image = Assert.Throws<ArgumentException>(() => new Gru(3, 4).GetOutputShape(new ExampleShape(8, 6, 3)));
        Assert.StartsWith(
            "A Gru takes a sequence, positions × features; it is given an image of 8 × 6 × 3 (height × width × channels). Give the rows " +
            "of the image as positions, by an Input of height × (width · channels).", image.Message);
    }

    private static double[] Normal(int count)
    {
        var random = new RandomStream(8, count);
        return [.. Enumerable.Range(0, count).Select(i => random.GetNormal(i))];
    }
}
