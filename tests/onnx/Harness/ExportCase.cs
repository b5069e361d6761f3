using FusedOptim.Training;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;
using FusedOptim.Rules;

namespace FusedOptim.OnnxTests.Harness;

/// <summary>A model whose export is compared with its network.</summary>
/// <param name="Name">What is exported.</param>
/// <param name="Model">The model.</param>
internal sealed record ExportCase(string Name, Sequential Model)
{
    private const int ExampleCount = 257;

    /// <summary>Every layer and every activation, in models that are small enough that a difference is theirs.</summary>
    public static IReadOnlyList<ExportCase> All { get; } =
    [
        new("Dense", new Sequential(new Dense(64, 33, bias: new Gaussian(0, 0.5)))),
        new("Dense over positions", new Sequential(new Input(5, 16), new Dense(16, 9, bias: new Gaussian(0, 0.5)))),
        new("WeightNorm", new Sequential(new WeightNorm(new Dense(64, 33, bias: new Gaussian(0, 0.5))))),
        new("BatchNorm", new Sequential(new Input(33), new BatchNorm())),
        new("BatchNorm over positions", new Sequential(new Input(5, 16), new BatchNorm())),
        new("LayerNorm", new Sequential(new Input(33), new LayerNorm())),
        new("LayerNorm over positions", new Sequential(new Input(5, 16), new LayerNorm())),
        new("LocalResponseNorm", new Sequential(new Input(33), new LocalResponseNorm(5, alpha: 0.5, k: 2))),
        new("LocalResponseNorm of an even size", new Sequential(new Input(5, 16), new LocalResponseNorm(4, alpha: 0.5, beta: 0.6))),
        new("Gru", new Sequential(new Input(5, 16), new Gru(16, 33))),
        new("Gru of one position", new Sequential(new Gru(16, 33))),
        new("LastPosition", new Sequential(new Input(5, 16), new LastPosition())),
        new("TiedDense", new Sequential(
            new Dense(16, 9), new Tanh(), new TiedDense("dense1", 9, 16, isTransposed: true), new Tanh(), new TiedDense("dense1", 16, 9))),
        new("TiedDense over positions", new Sequential(
            new Input(5, 16), new Dense(16, 9), new TiedDense("dense1", 9, 16, isTransposed: true))),
        new("Convolution2D", new Sequential(new Input(7, 6, 3), new Convolution2D(3, 9, 3, bias: new Gaussian(0, 0.5)))),
        new("Convolution2D with stride and padding", new Sequential(
            new Input(7, 6, 3), new Convolution2D(3, 5, (3, 2), stride: 2, padding: 1, bias: new Gaussian(0, 0.5)))),
        new("MaxPool2D", new Sequential(new Input(7, 6, 3), new MaxPool2D(2))),
        new("MaxPool2D of windows that overlap", new Sequential(new Input(7, 6, 3), new MaxPool2D(3, 2))),
        new("Convolutions, pools and Dense", new Sequential(
            new Input(12, 12, 1), new Convolution2D(1, 8, 3), new BatchNorm(), new Relu(), new MaxPool2D(2), new Convolution2D(8, 12, 5),
            new Relu(), new Flatten(), new Dense(12, 5))),
        new("Dropout", new Sequential(new Dense(16, 9), new Dropout(0.3))),
        new("Dropout scaled at prediction", new Sequential(new Dense(16, 9), new Dropout(0.3, scaleAtPrediction: true))),
        new("Flatten", new Sequential(new Input(5, 16), new Flatten(), new Dense(80, 9))),
        new("Residual", new Sequential(new Dense(16, 9), new Residual(new Dense(9, 9), new Tanh(), new Dense(9, 9)))),
        new("Sequential in Sequential", new Sequential(new Dense(16, 9), new Sequential(new Relu(), new Dense(9, 4)))),
        new("Input alone", new Sequential(new Input(16))),
        Activation(new Relu()),
        Activation(new LeakyRelu(0.1)),
        Activation(new Elu(1.5)),
        Activation(new Gelu()),
        Activation(new Silu()),
        Activation(new Softplus()),
        Activation(new Logistic()),
        Activation(new Tanh()),
        Activation(new Swish(1.7), ", declared with a hyperparameter"),
        Activation(new Bent(), ", declared with twelve functions"),
        Activation(new Folded(2), ", declared with conditions"),
        Activation(new Folded(2, IsSmooth: true), ", its other variant"),
        Activation(new Angle(), ", declared with angles"),
    ];

    /// <summary>Gets a case by its name.</summary>
    public static ExportCase Of(string name) => All.Single(known => known.Name == name);

    /// <summary>The largest difference between the outputs of ONNX Runtime and of the network, relative to the largest output.
    /// </summary>
    public double Difference()
    {
        using var network = Model.Build(seed: 3);
        Disturb(network);
        return Difference(network, Inputs(network.InputSize), null, values => network.Predict(values));
    }

    /// <summary>The largest difference for inputs.</summary>
    public static double Difference(
        Network<float> network, float[] inputs, OnnxOptions? options, Func<float[], ReadOnlySpan<float>> predict)
    {
        using var model = new ExportedModel(network, options);
        var expected = predict(inputs).ToArray();
        var size = model.Session.InputMetadata["input"].Dimensions.Skip(1).Aggregate(static (a, b) => a * b);
        var actual = model.Run(inputs, inputs.Length / size);
        Assert.Equal(expected.Length, actual.Length);
        var largest = expected.Max(static value => Math.Abs((double)value));
        return expected.Zip(actual, static (a, b) => Math.Abs((double)a - b)).Max() / largest;
    }

    /// <summary>The digits' network of the sample, trained for a few epochs, with preprocessing and probabilities.</summary>
    public static (Network<float> Network, OnnxOptions Options, Dataset Test) Digits()
    {
        var digits = FusedOptim.Training.Data.CsvDataset.Load(Path.Combine(AppContext.BaseDirectory, "Data", "digits.csv.gz"));
        var (training, test) = digits.SplitStratified(0.8, seed: 1);
        var preprocessing = FusedOptim.Training.Data.Standardization.Fit(training);
        using var trainer = Trainer.Create(
            new Sequential(new Dense(64, 64), new Relu(), new Dense(64, 10)), new AdamW(), new SoftmaxCrossEntropy(), seed: 42);
        trainer.Fit(preprocessing.Apply(training), epochs: 5);
        var network = trainer.Network.Model.Build(seed: 0);
        using var stream = new MemoryStream();
        trainer.Network.Save(stream);
        stream.Position = 0;
        network.Load(stream);
        return (network, new OnnxOptions { Preprocessing = preprocessing, Probabilities = OnnxProbabilities.Softmax }, test);
    }

    public override string ToString() => Name;

    // Numbers of both signs and of several sizes.
    private static float[] Inputs(int size) =>
        [.. Enumerable.Range(0, ExampleCount * size).Select(static i => (float)(4 * Math.Sin(1 + 1.7 * i) * Math.Cos(0.3 * i)))];

    // Otherwise γ is 1, β is 0 and the running statistics are those of nothing.
    private static void Disturb(Network<float> network)
    {
        foreach (var parameter in network.Parameters.Where(static parameter => parameter.Kind == ParameterKind.Scale || parameter.Name.Contains("norm", StringComparison.Ordinal)))
        {
            for (var i = 0; i < parameter.Values.Length; i++)
                parameter.Values[i] += (float)(0.3 * Math.Sin(i + 1));
        }

        foreach (var buffer in network.Parameters.Buffers)
        {
            for (var i = 0; i < buffer.Values.Length; i++)
                buffer.Values[i] += (float)(0.5 + 0.4 * Math.Cos(i));
        }
    }

    private static ExportCase Activation(Layer layer, string which = "") =>
        new(layer.GetType().Name + which, new Sequential(new Input(33), layer));
}
