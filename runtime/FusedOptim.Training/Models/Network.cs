using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FusedOptim.Execution;
using FusedOptim.Memory;
using FusedOptim.Training.Data;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Layers.Computing;

namespace FusedOptim.Training;

/// <summary>
/// A network with its parameters, in one precision; built by <see cref="Sequential.Build{T}(long, WorkerTeam?)"/>. Batches
/// are row by row: examples × values. Memory for activations grows to the largest batch seen; a step allocates nothing
/// after that.
/// </summary>
/// <remarks>
/// A step by hand: <see cref="Forward"/>, write the derivatives of the loss by the outputs into
/// <see cref="OutputGradients"/>, <see cref="Backward()"/>, then step an optimizer of <see cref="Parameters"/>. What was
/// learned is used by <see cref="Predict"/>. One thread at a time uses a network: passes, and <see cref="Load(string)"/>, throw an
/// <see cref="InvalidOperationException"/> while another thread is in one of them. Spans that they return are good until the next call,
/// on any thread. To predict on several threads, build a network for each of them.
/// <para>All members use the weights that the network holds. While a rule with averaged or schedule-free weights trains it, these
/// are the training weights. Members of <see cref="Trainer"/> use the evaluation weights:
/// <see cref="Trainer.Predict(ReadOnlySpan{float})"/>, <see cref="Trainer.Classify(ReadOnlySpan{float}, Span{int})"/>,
/// <see cref="Trainer.SaveNetwork(string, Preprocessing?, TargetScaling?)"/>, <see cref="Trainer.UseEvaluationWeights"/>; a loop by
/// hand has <see cref="Optimizer.UseEvaluationWeights"/>.</para>
/// </remarks>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed partial class Network<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LayerChain<T> _chain;
    private readonly ExampleShape[] _shapes;
    private readonly (int Size, string Layer) _minimumBatch;
    private readonly ScratchMemory<T> _inputs = new();
    private readonly ScratchMemory<T> _outputs = new();
    private readonly ScratchMemory<T> _outputGradients = new();
    private int _count;
    private bool _isTrained;
    private bool _isBackpropagated;
    private volatile bool _isDisposed;

    internal Network(
        Sequential model, LayerChain<T> chain, ExampleShape[] shapes, (int Size, string Layer) minimumBatch,
        ParameterSet<T> parameters)
    {
        _chain = chain;
        _shapes = shapes;
        _minimumBatch = minimumBatch;
        Model = model;
        Parameters = parameters;
        _outputNames = NamedOutputs.Unknown(OutputSize);
        Warnings = EqualWeights.Warnings(parameters);
    }

    /// <summary>
    /// Weights and biases, named as in PyTorch: "dense1.weight", outputs × inputs, and "dense1.bias".
    /// </summary>
    public ParameterSet<T> Parameters { get; }

    /// <summary>What was found at its first values that keeps it from learning well, such as weights that are all
    /// zero; usually nothing.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The description that the network was built from.</summary>
    public Sequential Model { get; }

    /// <summary>The names of the layers, first to last, such as "dense1".</summary>
    public IReadOnlyList<string> LayerNames => Model.LayerNames;

    /// <summary>The number of values that the network takes for each example.</summary>
    public int InputSize => _shapes[0].Size;

    /// <summary>The number of values that the network gives for each example.</summary>
    public int OutputSize => _shapes[^1].Size;

    /// <summary>The fewest examples that <see cref="Forward"/> takes: the most that one of its layers
    /// requires (<see cref="LayerBuilder{T}.RequireBatch"/>). <see cref="Predict"/> takes one.</summary>
    public int MinimumBatchSize => _minimumBatch.Size;

    /// <summary>
    /// The number of calls of <see cref="Forward"/>: what the masks of dropout are drawn from. A run that is resumed goes
    /// on from that of the run it continues.
    /// </summary>
    public long ForwardCount { get; set; }

    /// <summary>
    /// The derivatives of the loss by the outputs of the last <see cref="Forward"/>, for a loss to write and
    /// <see cref="Backward()"/> to read: examples × <see cref="OutputSize"/>.
    /// </summary>
    public Span<T> OutputGradients => _outputGradients.Take(checked(_count * OutputSize));

    /// <summary>
    /// The SHA-256 of all values, parameter by parameter in the order of <see cref="Parameters"/>, then buffer by buffer,
    /// little-endian: equal for equal weights, on every machine.
    /// </summary>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public string ComputeDigest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var parameter in Parameters.Concat(Parameters.Buffers))
            hash.AppendData(MemoryMarshal.AsBytes(parameter.Values));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Releases the parameters. Their spans must not be used afterwards.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        Parameters.Dispose();
    }

    /// <summary>Gets whether a layer draws random numbers, such as dropout.</summary>
    internal bool DrawsRandomNumbers { get; init; }

    /// <summary>Gets the access of one thread at a time to the memory of passes.</summary>
    internal SingleThreadAccess Access { get; } = new("The network is in use on another thread. Use one network per thread.");

    /// <summary>Says which layer takes how many examples at least.</summary>
    internal string DescribeMinimumBatch() =>
        Invariant($"'{_minimumBatch.Layer}' learns from batches of at least {_minimumBatch.Size} examples");

    private string DebuggerDisplay =>
        Invariant($"{_shapes[0]} → {_shapes[^1]}, {LayerNames.Count} layers, {Parameters.Sum(parameter => parameter.Shape.Count)} weights");
}
