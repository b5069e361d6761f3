using FusedOptim.Functions;
using FusedOptim.Rules;
using FusedOptim.Training.Checking;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tests;

public class ElementwiseLossTests
{
    private static readonly double[] Outputs = [.. Enumerable.Range(0, 301).Select(i => (i - 150) / 30.0 + 0.003)];
    private static readonly double[] Targets = [.. Enumerable.Range(0, 301).Select(i => i * 7 % 11 / 10.0)];

    public static TheoryData<TargetLoss, Func<double, double, double>> Formulas => new()
    {
        { new SquaredLoss(), (z, t) => (z - t) * (z - t) },
        { new AbsoluteLoss(), (z, t) => Math.Abs(z - t) },
        { new HuberLoss(), (z, t) => Math.Abs(z - t) <= 1 ? (z - t) * (z - t) / 2 : Math.Abs(z - t) - 0.5 },
        { new HuberLoss(2), (z, t) => Math.Abs(z - t) <= 2 ? (z - t) * (z - t) / 2 : 2 * (Math.Abs(z - t) - 1) },
        { new LogisticLoss(), (z, t) => -t * Math.Log(1 / (1 + Math.Exp(-z))) - (1 - t) * Math.Log(1 / (1 + Math.Exp(z))) },
        {
            new WeightedLogisticLoss(2.5),
            (z, t) => -2.5 * t * Math.Log(1 / (1 + Math.Exp(-z))) - (1 - t) * Math.Log(1 / (1 + Math.Exp(z)))
        },
    };

    [Theory]
    [MemberData(nameof(Formulas))]
    public void TheMeanIsThatOfTheFormula(TargetLoss loss, Func<double, double, double> formula)
    {
        var expected = Outputs.Zip(Targets, formula).Average();
        Assert.Equal(expected, loss.Evaluate<double>(Outputs, Targets), 1e-13);
        Assert.Equal(expected, loss.Evaluate<double>(Outputs, Targets, new double[Outputs.Length]), 1e-13);
        float[] outputs = [.. Outputs.Select(value => (float)value)];
        float[] targets = [.. Targets.Select(value => (float)value)];
        Assert.Equal(expected, loss.Evaluate<float>(outputs, targets), 2e-7 * expected);
        var gradients = new double[Outputs.Length];
        var narrow = new float[Outputs.Length];
        loss.Evaluate<double>(Outputs, Targets, gradients);
        loss.Evaluate<float>(outputs, targets, narrow);
        for (var i = 0; i < gradients.Length; i++)
            Assert.Equal(gradients[i], narrow[i], 1e-6 * gradients.Max());
    }

    [Theory]
    [MemberData(nameof(Formulas))]
    public void DerivativesAreThoseOfCentralDifferences(TargetLoss loss, Func<double, double, double> formula)
    {
        _ = formula;
        var report = GradientCheck.Run(new Sequential(new Input(301)), loss, Outputs, Targets);
        Assert.True(report.Passes(1e-7), report.ToString());
        var model = new Sequential(new Dense(7, 5), new Tanh(), new Dense(5, 3));
        report = GradientCheck.Run(model, loss, Outputs[..28], Targets[..12]);
        Assert.True(report.Passes(1e-7), report.ToString());
    }

    [Fact]
    public void FarOutNothingOverflows()
    {
        var gradients = new double[4];
        var loss = new LogisticLoss().Evaluate<double>([1000, -1000, 1000, 0], [1.0, 0, 0, 0.5], gradients);
        Assert.Equal((1000 + Math.Log(2)) / 4, loss, 1e-12);
        Assert.Equal([0, 0, 0.25, 0], gradients);
    }

    [Fact]
    public void RegressionTrains()
    {
        var random = new RandomStream(4, 0);
        float[] x = [.. Enumerable.Range(0, 400).Select(i => (float)(6 * random.GetUniform(i) - 3))];
        float[] y = [.. x.Select(value => MathF.Sin(value))];
        var data = new Dataset(x, y, 400);
        using var trainer = Trainer.Create(
            new Sequential(new Dense(1, 32), new Tanh(), new Dense(32, 1)), new AdamW(0.01), new HuberLoss(), seed: 1);
        var report = trainer.Fit(data, data, epochs: 100);
        Assert.True(report.Epochs[^1].Validation!.Value.Loss < 0.002, $"{report.Epochs[^1]}");
        Assert.True(double.IsNaN(report.Epochs[^1].Training.Accuracy));
    }

    [Fact]
    public void RefusesWhatDoesNotFit()
    {
        var loss = new SquaredLoss();
        Assert.Throws<ArgumentException>(() => loss.Evaluate<float>([], ReadOnlySpan<float>.Empty));
        Assert.Throws<ArgumentException>(() => loss.Evaluate<float>([1], [1f, 2]));
        Assert.Throws<ArgumentException>(() => loss.Evaluate<float>([1, 2], [1f, 2], new float[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HuberLoss(0));
    }

    [Fact]
    public void AFunctionOfOneArgumentIsRefusedAsALoss()
    {
        var error = Assert.Throws<NotSupportedException>(() => new Magnitude());
        Assert.Equal("Magnitude takes 1 arguments (output); a loss takes two, the output and the target.", error.Message);
    }

    /// <summary>Losses go through outputs block by block: what is written must not be read later.</summary>
    [Fact]
    public void RefusesDerivativesInTheMemoryOfOtherOutputs()
    {
        float[] memory = [.. Enumerable.Range(0, 2000).Select(i => (float)i)];
        var before = memory.ToArray();
        var targets = new float[1000];
        var error = Assert.Throws<ArgumentException>(
            () => new SquaredLoss().Evaluate<float>(memory.AsSpan(0, 1000), targets.AsSpan(), memory.AsSpan(600, 1000)));
        Assert.StartsWith("outputGradients shares memory with outputs", error.Message);
        error = Assert.Throws<ArgumentException>(
            () => new SquaredLoss().Evaluate<float>(targets.AsSpan(), memory.AsSpan(600, 1000), memory.AsSpan(0, 1000)));
        Assert.StartsWith("outputGradients shares memory with targets", error.Message);
        Assert.Equal(before, memory);
    }
}

[ElementwiseFunction]
internal sealed partial record Magnitude : ElementwiseLoss<Magnitude>
{
    private static double Value(double output) => Math.Abs(output);
}
