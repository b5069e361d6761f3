using FusedOptim.Formats;
using FusedOptim.Rules;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;
using Xunit.Abstractions;

namespace FusedOptim.Training.Tests;

/// <summary>
/// Training with narrow states ends where training with states of single precision does: the losses of five seeds lie
/// within the spread of those of float, and the accuracy within half a point.
/// </summary>
public class NarrowStatesTests(ITestOutputHelper output)
{
    private const int Seeds = 5;

    public static TheoryData<string> Formats => [.. Narrow.Keys];

    private static Dictionary<string, StorageFormat> Narrow { get; } = new StorageFormat[]
    {
        new BFloat16Format(), new HalfFormat(), new BlockFloat8Format(),
    }.ToDictionary(format => format.Name);

    [Theory]
    [MemberData(nameof(Formats))]
    public void TheDigitsAreLearnedAsWell(string format)
    {
        var exact = Enumerable.Range(1, Seeds).Select(seed => TrainDigits(null, seed)).ToArray();
        var narrow = Enumerable.Range(1, Seeds).Select(seed => TrainDigits(Narrow[format], seed)).ToArray();
        Check(format, [.. exact.Select(run => run.Loss)], [.. narrow.Select(run => run.Loss)]);
        var (expected, actual) = (exact.Average(run => run.Accuracy), narrow.Average(run => run.Accuracy));
        output.WriteLine($"accuracy {expected:F4}, {actual:F4}");
        Assert.True(actual >= expected - 0.005, $"{actual} instead of {expected}");
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void AnIllConditionedQuadraticIsMinimizedAsWell(string format) => Check(
        format,
        [.. Enumerable.Range(1, Seeds).Select(seed => MinimizeQuadratic(null, seed))],
        [.. Enumerable.Range(1, Seeds).Select(seed => MinimizeQuadratic(Narrow[format], seed))]);

    private void Check(string format, double[] exact, double[] narrow)
    {
        output.WriteLine($"float: {string.Join(", ", exact.Order().Select(loss => $"{loss:G4}"))}");
        output.WriteLine($"{format}: {string.Join(", ", narrow.Order().Select(loss => $"{loss:G4}"))}");
        var median = narrow.Order().ElementAt(Seeds / 2);
        Assert.True(median <= exact.Max(), $"{format}: {median} is above {exact.Max()}, the worst of float.");
    }

    private static (double Loss, double Accuracy) TrainDigits(StorageFormat? format, int seed)
    {
        var digits = CsvDataset.Load(Path.Combine(AppContext.BaseDirectory, "Data", "digits.csv.gz"));
        var (training, test) = digits.SplitStratified(0.8, seed: 0);
        var standardization = Standardization.Fit(training);
        training = standardization.Apply(training);
        using var trainer = Trainer.Create(
            new Sequential(new Dense(64, 128), new Relu(), new Dense(128, 10)), new AdamW(LearningRate: 2e-3),
            new SoftmaxCrossEntropy(labelSmoothing: 0.1), seed,
            options: new OptimizerOptions { StateFormat = format, Seed = (ulong)seed });
        trainer.Fit(training, epochs: 15, batchSize: 32);
        return (trainer.Evaluate(training).Loss, trainer.Evaluate(standardization.Apply(test)).Accuracy);
    }

    /// <summary>½ xᵀQΛQᵀx with Λ from 1 to 10⁻⁴ and a Householder reflection Q, from a random start.</summary>
    private static double MinimizeQuadratic(StorageFormat? format, int seed)
    {
        const int size = 256;
        const int steps = 3000;
        var random = new Random(seed);
        using var set = new ParameterSet<float>();
        var x = set.Add("x", ParameterKind.Weight, size);
        foreach (ref var value in x.Values)
            value = (float)(2 * random.NextDouble() - 1);
        double[] eigenvalues = [.. Enumerable.Range(0, size).Select(i => Math.Pow(10, -4.0 * i / (size - 1)))];
        var normal = Enumerable.Range(0, size).Select(_ => random.NextDouble() - 0.5).ToArray();
        using var optimizer = Optimizer.Create(
            set, new Adam(), new OptimizerOptions { StateFormat = format, Seed = (ulong)seed });
        optimizer.Groups[0].Schedule((Adam rule, int t) => rule.LearningRate = 0.02 * (1 + Math.Cos(Math.PI * (t - 1) / steps)) / 2);
        for (var step = 0; step < steps; step++)
        {
            _ = Gradient();
            optimizer.Step();
        }

        return Gradient();

        double Gradient()
        {
            var rotated = Reflect([.. x.Values.ToArray().Select(value => (double)value)]);
            var loss = 0.0;
            for (var i = 0; i < size; i++)
            {
                loss += eigenvalues[i] * rotated[i] * rotated[i] / 2;
                rotated[i] *= eigenvalues[i];
            }

            var gradient = Reflect(rotated);
            for (var i = 0; i < size; i++)
                x.Gradients[i] = (float)gradient[i];
            return loss;
        }

        double[] Reflect(double[] vector)
        {
            var (dot, square) = (0.0, 0.0);
            for (var i = 0; i < size; i++)
            {
                dot += normal[i] * vector[i];
                square += normal[i] * normal[i];
            }

            for (var i = 0; i < size; i++)
                vector[i] -= 2 * dot / square * normal[i];
            return vector;
        }
    }
}
