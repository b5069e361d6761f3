using Google.Protobuf;
using Onnx;

namespace FusedOptim.Training;

/// <summary>Writes networks as ONNX models.</summary>
/// <remarks>
/// <para>A model has one input, "input", of float: batch × features, or batch × positions × features, where the batch may have any
/// size. Its output is "output". It computes what <see cref="Network{T}.Predict"/> computes: nothing is dropped, and batch
/// normalization takes its running statistics. Normalizations and preprocessing compute in double, as in the network. What differs are
/// the order of sums in dense layers, and the last digits of exponential functions.</para>
/// <para>The version of the operators is 17, that of the format 8. The metadata "output_names" are the names of the outputs, such
/// as classes, as a JSON array, "input_names" those of the features where they are known, and "digest" the digest of the weights
/// (<see cref="Network{T}.ComputeDigest"/>). The producer is FusedOptim.Training.Onnx with its version.</para>
/// </remarks>
public static class OnnxExport
{
    /// <summary>Writes a network with the weights that it holds as an ONNX model.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">A stream that can be written to. It stays open.</param>
    /// <param name="options">What the model has beside the layers; nothing by default.</param>
    /// <exception cref="ArgumentException">The stream cannot be written to; the preprocessing gives, or the scaling takes, another
    /// number of values than the network; or there are both probabilities and a scaling of target values. Nothing is
    /// written.</exception>
    /// <exception cref="NotSupportedException">A layer cannot be expressed in ONNX: a custom layer, or an activation that is not
    /// compiled by the generator. The message names it. Or the model would be larger than 2³¹ − 1 bytes, the limit of the
    /// format. Nothing is written.</exception>
    /// <exception cref="InvalidOperationException">A step or another operation on the parameters is under way
    /// (<see cref="ExclusiveAccess"/>). Nothing is written.</exception>
    public static void ExportOnnx(this Network<float> network, Stream stream, OnnxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite)
            throw new ArgumentException("The stream cannot be written to.", nameof(stream));
        options ??= new OnnxOptions();
        NetworkExport.Check(network, options, nameof(options));
        ModelProto model;
        using (network.Parameters.Access.Begin("an export"))
            model = NetworkExport.ToModel(network, options);
        // In one piece: what throws while it is made has written nothing.
        stream.Write(model.ToByteArray());
    }

    /// <summary>Writes the network of a trainer with its evaluation weights (<see cref="Trainer.UseEvaluationWeights"/>) as an ONNX
    /// model.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="stream">A stream that can be written to. It stays open.</param>
    /// <param name="options">What the model has beside the layers; nothing by default.</param>
    /// <exception cref="ObjectDisposedException">The trainer is disposed.</exception>
    /// <inheritdoc cref="ExportOnnx(Network{float}, Stream, OnnxOptions?)" path="/exception"/>
    public static void ExportOnnx(this Trainer trainer, Stream stream, OnnxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        using (trainer.UseEvaluationWeights())
            trainer.Network.ExportOnnx(stream, options);
    }
}
