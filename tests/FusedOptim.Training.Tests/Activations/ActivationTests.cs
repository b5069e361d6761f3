using FusedOptim.Execution;
using FusedOptim.Functions;
using FusedOptim.Rules;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tests;

public class ActivationTests
{
    private static readonly double[] Points = [-30, -4, -1.5, -0.3, 0, 1e-3, 0.7, 2, 5, 30];

    public static TheoryData<Layer, Func<double, double>> Formulas => new()
    {
        { new Relu(), x => Math.Max(x, 0) },
        { new LeakyRelu(), x => x > 0 ? x : 0.01 * x },
        { new LeakyRelu(0.3), x => x > 0 ? x : 0.3 * x },
        { new Elu(), x => x > 0 ? x : Math.Exp(x) - 1 },
        { new Elu(2), x => x > 0 ? x : 2 * (Math.Exp(x) - 1) },
        { new Gelu(), x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))) },
        { new Silu(), x => x / (1 + Math.Exp(-x)) },
        { new Softplus(), x => Math.Log(1 + Math.Exp(x)) },
        { new Logistic(), x => 1 / (1 + Math.Exp(-x)) },
        { new Tanh(), Math.Tanh },
    };

    [Theory]
    [MemberData(nameof(Formulas))]
    public void ValuesAreThoseOfTheFormula(Layer layer, Func<double, double> formula)
    {
        using var network = new Sequential(new Input(Points.Length), layer).Build<double>(seed: 1);
        using var single = new Sequential(new Input(Points.Length), layer).Build(seed: 1);
        var predicted = network.Predict(Points).ToArray();
        Assert.Equal(predicted, network.Forward(Points).ToArray());
        var narrow = single.Predict([.. Points.Select(x => (float)x)]).ToArray();
        for (var i = 0; i < Points.Length; i++)
        {
            Assert.Equal(formula(Points[i]), predicted[i], 1e-14 * Math.Max(1, Math.Abs(Points[i])));
            Assert.Equal(formula(Points[i]), narrow[i], 5e-7 * Math.Max(1, Math.Abs(Points[i])));
        }
    }

    /// <summary>Where a formula has no derivative, or an exponential would overflow.</summary>
    [Fact]
    public void DerivativesAtKinksAndFarOutAreAsDocumented()
    {
        Assert.Equal([0, 0, 1], Derivatives(new Relu(), -1, 0, 1));
        Assert.Equal([0.01, 0.01, 1], Derivatives(new LeakyRelu(), -1, 0, 1));
        Assert.Equal([0, 2, 1, 1], Derivatives(new Elu(2), -1000, 0, 1, 1000));
        Assert.Equal([0, 0.5, 1], Derivatives(new Softplus(), -1000, 0, 1000));
        Assert.Equal([0, 0.5, 1], Derivatives(new Silu(), -1000, 0, 1000));
        Assert.Equal([0, 0.5, 1], Derivatives(new Gelu(), -1000, 0, 1000));
        Assert.Equal([0, 1, 0], Derivatives(new Tanh(), -1000, 0, 1000));
        Assert.Equal([0, 0.25, 0], Derivatives(new Logistic(), -1000, 0, 1000));
    }

    /// <summary>Where 1 + e^x is rounded to 1.</summary>
    [Fact]
    public void SoftplusKeepsItsRelativeAccuracyWhereItIsSmall()
    {
        using var network = new Sequential(new Input(4), new Softplus()).Build(seed: 1);
        float[] points = [-15, -20, -40, -80];
        var values = network.Predict(points).ToArray();
        for (var i = 0; i < points.Length; i++)
            Assert.Equal(1, values[i] / Math.Exp(points[i]), 1e-6);
    }

    [Fact]
    public void NaNStaysNaN()
    {
        foreach (var row in Formulas)
        {
            var layer = (Layer)row[0];
            using var network = new Sequential(new Input(1), layer).Build(seed: 1);
            Assert.True(float.IsNaN(network.Forward([float.NaN])[0]), layer.Kind);
        }
    }

    /// <summary>Enough values that threads share them.</summary>
    [Fact]
    public void ThreadsDoNotChangeABit()
    {
        var random = new RandomStream(1, 0);
        float[] inputs = [.. Enumerable.Range(0, 30_007).Select(i => (float)(3 * random.GetNormal(i)))];
        Assert.Equal(Outputs(1), Outputs(3));

        float[] Outputs(int threads)
        {
            using var team = new WorkerTeam(threads);
            using var network = new Sequential(new Input(30_007), new Gelu(), new Softplus()).Build(seed: 1, team);
            var outputs = network.Forward(inputs).ToArray();
            network.OutputGradients.Fill(1);
            var gradients = new float[inputs.Length];
            network.Backward(gradients);
            return [.. outputs, .. gradients];
        }
    }

    [Fact]
    public void AUsersOwnActivationTrains()
    {
        var training = ToyProblem.Spirals(300, seed: 1);
        var model = new Sequential(new Dense(2, 48), new Mish(), new Dense(48, 3));
        Assert.Equal(["dense1", "mish1", "dense2"], model.Build(seed: 1).LayerNames);
        using var trainer = Trainer.Create(model, new AdamW(0.02), new SoftmaxCrossEntropy(), seed: 1);
        var report = trainer.Fit(training, epochs: 60);
        Assert.True(report.Epochs[^1].Training.Loss < 0.3 * report.Epochs[0].Training.Loss, $"{report.Epochs[^1]}");
    }

    [Fact]
    public void AFunctionOfTwoArgumentsIsNoLayer()
    {
        var error = Assert.Throws<NotSupportedException>(() => new Sequential(new Input(1), new Product()).Build(seed: 1));
        Assert.Equal("Product takes 2 arguments (x, y); the function of a layer takes one.", error.Message);
    }

    private static double[] Derivatives(Layer layer, params double[] points)
    {
        using var network = new Sequential(new Input(points.Length), layer).Build<double>(seed: 1);
        _ = network.Forward(points);
        network.OutputGradients.Fill(1);
        var derivatives = new double[points.Length];
        network.Backward(derivatives);
        return derivatives;
    }
}

/// <summary>x·tanh(softplus(x)).</summary>
[ElementwiseFunction]
public sealed partial record Mish : Activation<Mish>
{
    private static double Value(double x) => x * Elementwise.Tanh(Elementwise.Softplus(x));
}

/// <summary>No activation.</summary>
[ElementwiseFunction]
public sealed partial record Product : Activation<Product>
{
    private static double Value(double x, double y) => x * y;
}
