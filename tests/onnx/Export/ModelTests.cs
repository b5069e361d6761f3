using FusedOptim.OnnxTests.Harness;
using FusedOptim.Rules;
using FusedOptim.Training;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Layers.Computing;
using FusedOptim.Training.Losses;
using Onnx;

namespace FusedOptim.OnnxTests.Export;

/// <summary>The metadata of a model, and the refusals.</summary>
public sealed class ModelTests
{
    [Fact]
    public void TheModelHasNamesDigestAndVersions()
    {
        using var network = new Sequential(new Dense(2, 2)).Build(seed: 1);
        network.OutputNames = ["cat", "dog \"Ü\""];
        network.InputNames = ["width", "height"];
        using var model = new ExportedModel(network);

        var metadata = model.Session.ModelMetadata;
        Assert.Equal("FusedOptim.Training.Onnx", metadata.ProducerName);
        Assert.Equal(["cat", "dog \"Ü\""], System.Text.Json.JsonSerializer.Deserialize<string[]>(metadata.CustomMetadataMap["output_names"])!);
        Assert.Equal(["width", "height"], System.Text.Json.JsonSerializer.Deserialize<string[]>(metadata.CustomMetadataMap["input_names"])!);
        Assert.Equal(network.ComputeDigest(), metadata.CustomMetadataMap["digest"]);
        var message = Message(network);
        Assert.Equal((8, 17), (message.IrVersion, Assert.Single(message.OpsetImport).Version));
        Assert.Equal("0.1.0", message.ProducerVersion);
        Assert.Equal("batch", message.Graph.Input[0].Type.TensorType.Shape.Dim[0].DimParam);
    }

    [Fact]
    public void TensorsAreCalledAfterTheParametersOfTheNetwork()
    {
        using var network = new Sequential(new Dense(4, 4), new Residual(new Dense(4, 4), new Gelu())).Build(seed: 1);
        var message = Message(network);
        Assert.Equal(
            ["dense1.bias", "dense1.weight", "residual1.dense1.bias", "residual1.dense1.weight"],
            message.Graph.Initializer.Select(static tensor => tensor.Name)
                .Where(static name => name.EndsWith("weight", StringComparison.Ordinal) || name.EndsWith("bias", StringComparison.Ordinal)).Order());
        Assert.Equal(message.Graph.Node.Count, message.Graph.Node.Select(static node => node.Name).Distinct().Count());
    }

    [Fact]
    public void ATrainerExportsTheWeightsThatItEvaluates()
    {
        using var trainer = Trainer.Create(
            new Sequential(new Dense(2, 2)), new ScheduleFreeAdamW(), new SoftmaxCrossEntropy(), seed: 1);
        trainer.Fit(new Dataset([1, 2, 3, 4, 5, 6], [0, 1, 0]), epochs: 3);
        var expected = trainer.Predict([1, 2]).ToArray();
        Assert.NotEqual(expected, trainer.Network.Predict([1, 2]).ToArray());

        using var stream = new MemoryStream();
        trainer.ExportOnnx(stream);
        using var session = new Microsoft.ML.OnnxRuntime.InferenceSession(stream.ToArray());
        using var input = Microsoft.ML.OnnxRuntime.OrtValue.CreateTensorValueFromMemory([1f, 2f], [1, 2]);
        using var results = session.Run(new Microsoft.ML.OnnxRuntime.RunOptions(), ["input"], [input], ["output"]);
        Assert.Equal(expected.Length, results[0].GetTensorDataAsSpan<float>().Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], results[0].GetTensorDataAsSpan<float>()[i], 1e-6 * Math.Abs(expected[i]));
    }

    [Fact]
    public void ACustomLayerIsRefusedByNameAndNothingIsWritten()
    {
        using var network = new Sequential(new Dense(2, 2), new Residual(new Doubling())).Build(seed: 1);
        using var stream = new MemoryStream();
        var exception = Assert.Throws<NotSupportedException>(() => network.ExportOnnx(stream));
        Assert.StartsWith("'residual1.doubling1' is a Doubling, which has no form in ONNX", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public void OptionsThatDoNotFitAreRefused()
    {
        using var network = new Sequential(new Dense(2, 2)).Build(seed: 1);
        var preprocessing = Standardization.Fit(Dataset.Unlabeled([1, 2, 3, 4, 5, 6], 2));
        var scaling = TargetScaling.Fit(new Dataset([1, 2], [10, 20, 30, 40], count: 2));
        Assert.Contains("gives 3 features; the network takes 2", Refusal(new OnnxOptions { Preprocessing = preprocessing }), StringComparison.Ordinal);
        Assert.Contains(
            "outputs are one or the other",
            Refusal(new OnnxOptions { TargetScaling = scaling, Probabilities = OnnxProbabilities.Softmax }), StringComparison.Ordinal);
        Assert.Contains("Probabilities is 7", Refusal(new OnnxOptions { Probabilities = (OnnxProbabilities)7 }), StringComparison.Ordinal);

        string Refusal(OnnxOptions options) =>
            Assert.Throws<ArgumentException>(() => network.ExportOnnx(new MemoryStream(), options)).Message;
    }

    [Fact]
    public void AStreamThatCannotBeWrittenIsRefused()
    {
        using var network = new Sequential(new Dense(2, 2)).Build(seed: 1);
        Assert.Throws<ArgumentException>(() => network.ExportOnnx(new MemoryStream([], writable: false)));
    }

    private static ModelProto Message(Network<float> network)
    {
        using var stream = new MemoryStream();
        network.ExportOnnx(stream);
        return ModelProto.Parser.ParseFrom(stream.ToArray());
    }

    private sealed record Doubling : Layer
    {
        public override string Kind => "doubling";

        public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder) => new Computing<T>();

        private sealed class Computing<T> : NetworkLayer<T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
            {
                for (var i = 0; i < inputs.Length; i++)
                    outputs[i] = inputs[i] + inputs[i];
            }

            public override void Backward(ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients) =>
                throw new NotSupportedException();
        }
    }
}
