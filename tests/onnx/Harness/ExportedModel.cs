using FusedOptim.Training;
using Microsoft.ML.OnnxRuntime;

namespace FusedOptim.OnnxTests.Harness;

/// <summary>An exported model in ONNX Runtime, on one thread.</summary>
internal sealed class ExportedModel : IDisposable
{
    private readonly SessionOptions _options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };

    /// <summary>Exports a network and opens the model.</summary>
    public ExportedModel(Network<float> network, OnnxOptions? options = null)
    {
        using var stream = new MemoryStream();
        network.ExportOnnx(stream, options);
        Session = new InferenceSession(stream.ToArray(), _options);
    }

    /// <summary>The open model.</summary>
    public InferenceSession Session { get; }

    /// <summary>Runs a batch.</summary>
    /// <param name="inputs">The values of all examples.</param>
    /// <param name="count">The number of examples.</param>
    public float[] Run(float[] inputs, int count)
    {
        long[] dimensions = [count, .. Session.InputMetadata["input"].Dimensions.Skip(1).Select(static size => (long)size)];
        using var value = OrtValue.CreateTensorValueFromMemory(inputs, dimensions);
        using var results = Session.Run(new RunOptions(), ["input"], [value], ["output"]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    public void Dispose()
    {
        Session.Dispose();
        _options.Dispose();
    }
}
