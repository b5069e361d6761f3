using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FusedOptim.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.Memory;
using FusedOptim.Training.Checkpoints;
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
/// learned is used by <see cref="Predict"/>. Not for several threads at once.
/// <para>All members use the weights that the network holds. While a rule with averaged or schedule-free weights trains it, these
/// are the training weights. Members of <see cref="Trainer"/> use the evaluation weights:
/// <see cref="Trainer.Predict"/>, <see cref="Trainer.Classify"/>,
/// <see cref="Trainer.SaveNetwork(string, Preprocessing?)"/>, <see cref="Trainer.UseEvaluationWeights"/>; a loop by hand has
/// <see cref="Optimizer.UseEvaluationWeights"/>.</para>
/// </remarks>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class Network<T> : IDisposable
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

    internal Network(
        LayerChain<T> chain, IReadOnlyList<string> names, ExampleShape[] shapes, (int Size, string Layer) minimumBatch,
        ParameterSet<T> parameters)
    {
        _chain = chain;
        _shapes = shapes;
        _minimumBatch = minimumBatch;
        LayerNames = names;
        Parameters = parameters;
        Warnings = EqualWeights.Warnings(parameters);
    }

    /// <summary>
    /// Weights and biases, named as in PyTorch: "dense1.weight", outputs × inputs, and "dense1.bias".
    /// </summary>
    public ParameterSet<T> Parameters { get; }

    /// <summary>What was found at its first values that keeps it from learning well, such as weights that are all
    /// zero; usually nothing.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The names of the layers, first to last, such as "dense1".</summary>
    public IReadOnlyList<string> LayerNames { get; }

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
    /// Gets memory for the inputs of a batch. <see cref="Forward"/> and <see cref="Predict"/> copy their inputs there, unless
    /// they are given this span itself. It is valid until a larger batch is requested or computed.
    /// </summary>
    /// <param name="count">The number of examples; at least 1.</param>
    /// <returns>examples × <see cref="InputSize"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public Span<T> GetInputs(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return _inputs.Take(checked(count * InputSize));
    }

    /// <summary>Computes the outputs of a batch to learn from: dropout drops, batch normalization takes the statistics of
    /// the batch and moves its running statistics.</summary>
    /// <remarks>Running statistics are moved at once, before the step is known to be taken. A loop that may skip the step
    /// copies the values of <see cref="ParameterSet{T}.Buffers"/> of <see cref="Parameters"/> before the call, and puts them
    /// back where <see cref="StepReport.IsSkipped"/> says so. <see cref="Trainer"/> does this.</remarks>
    /// <param name="inputs">examples × <see cref="InputSize"/>; at least <see cref="MinimumBatchSize"/> examples. They are
    /// copied to the memory of <see cref="GetInputs"/>, unless this is the span that it returned for as many examples: write a
    /// batch there to save the copy.</param>
    /// <returns>examples × <see cref="OutputSize"/>; good until the next call.</returns>
    /// <exception cref="ArgumentException">The length is not a positive multiple of <see cref="InputSize"/>, or there are
    /// fewer examples than <see cref="MinimumBatchSize"/>. Nothing has changed.</exception>
    public ReadOnlySpan<T> Forward(ReadOnlySpan<T> inputs)
    {
        if (inputs.Length / InputSize is > 0 and var count && count < MinimumBatchSize)
        {
            // What the batch before left has nothing to do with this one.
            _isTrained = false;
            throw new ArgumentException(
                Invariant($"{DescribeMinimumBatch()}; inputs has {count}. Choose a batch size that leaves no smaller batch, or leave ") +
                "out the last batch with dropLast.", nameof(inputs));
        }

        var outputs = Compute(inputs, new ForwardPass(IsTraining: true, ForwardCount));
        _isTrained = true;
        ForwardCount++;
        return outputs;
    }

    /// <summary>Computes the outputs of a batch by what was learned: nothing is dropped, batch normalization takes its
    /// running statistics, so that an example's outputs depend on it alone. No <see cref="Backward()"/> follows.</summary>
    /// <param name="inputs">examples × <see cref="InputSize"/>; at least one example. They are copied to the memory of
    /// <see cref="GetInputs"/>, unless this is the span that it returned for as many examples.</param>
    /// <returns>examples × <see cref="OutputSize"/>; good until the next call.</returns>
    /// <exception cref="ArgumentException">The length is not a positive multiple of
    /// <see cref="InputSize"/>.</exception>
    public ReadOnlySpan<T> Predict(ReadOnlySpan<T> inputs) =>
        Compute(inputs, new ForwardPass(IsTraining: false, ForwardCount));

    /// <summary>Lets layers with running statistics take those of a batch.</summary>
    /// <param name="inputs">examples × <see cref="InputSize"/>.</param>
    /// <param name="share">The share of the batch in the statistics so far.</param>
    internal void TakeStatistics(ReadOnlySpan<T> inputs, double share) =>
        Compute(inputs, new ForwardPass(IsTraining: false, ForwardCount) { StatisticsShare = share });

    /// <summary>The class of each example of a batch: the one with the largest output of <see cref="Predict"/>, of equals
    /// the first. −1 where the outputs do not tell: one of them is NaN, or several are infinite and the largest. By the weights
    /// that the network holds; <see cref="Trainer.Classify"/> uses averages.</summary>
    /// <param name="inputs">examples × <see cref="InputSize"/>; at least one example.</param>
    /// <param name="labels">Receives the class of each example, or −1.</param>
    /// <exception cref="ArgumentException">There are not <see cref="InputSize"/> inputs for each label, or no labels.
    /// </exception>
    public void Classify(ReadOnlySpan<T> inputs, Span<int> labels)
    {
        if (inputs.Length != (long)labels.Length * InputSize)
        {
            throw new ArgumentException(
                Invariant($"inputs has {inputs.Length} values; it must have {InputSize} for each of {labels.Length} labels."),
                nameof(inputs));
        }

        var outputs = Predict(inputs);
        for (var i = 0; i < labels.Length; i++)
            labels[i] = LargestOutput.IndexOf(outputs.Slice(i * OutputSize, OutputSize));
    }

    /// <summary>
    /// Adds the derivatives of the loss by the parameters to the parameters' gradients, for the batch of the last
    /// <see cref="Forward"/> and what <see cref="OutputGradients"/> holds. A frozen parameter
    /// (<see cref="Parameter.IsFrozen"/>) gets none, and layers before the first one that is trained compute none.
    /// </summary>
    /// <exception cref="InvalidOperationException">There was no <see cref="Forward"/> before, or a
    /// <see cref="Predict"/> since; or the calling thread flushes denormal numbers to zero or does not round to
    /// nearest.</exception>
    public void Backward() => Backward(default);

    /// <summary>Does the same, and computes the derivatives of the loss by the inputs.</summary>
    /// <param name="inputGradients">Receives the derivatives, examples × <see cref="InputSize"/>; empty if they are not
    /// requested.</param>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    /// <inheritdoc cref="Backward()" path="/exception"/>
    public void Backward(Span<T> inputGradients)
    {
        if (!_isTrained)
        {
            throw new InvalidOperationException(
                "Backward needs the activations of a batch to learn from: call Forward before, and not Predict in between.");
        }

        if (!inputGradients.IsEmpty && inputGradients.Length != _count * InputSize)
        {
            throw new ArgumentException(
                Invariant($"inputGradients has {inputGradients.Length} values; it must have {InputSize} for each of {_count} ") +
                "examples, or none.", nameof(inputGradients));
        }

        FloatingPointEnvironment.Check();
        _chain.Backward(_inputs.Take(_count * InputSize), OutputGradients, inputGradients);
    }

    /// <summary>What a layer gave for the batch of the last call: examples × values.</summary>
    /// <param name="layer">The index of the layer in <see cref="LayerNames"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public ReadOnlySpan<T> GetActivations(int layer) =>
        IsLast(layer) ? _outputs.Take(_count * OutputSize) : _chain.GetActivations(layer);

    /// <summary>The derivatives of the loss by what a layer gave, after <see cref="Backward()"/>: examples ×
    /// values. Empty for layers before the first one with a parameter that is not frozen, unless the derivatives by the
    /// inputs were requested.</summary>
    /// <inheritdoc cref="GetActivations"/>
    public ReadOnlySpan<T> GetActivationGradients(int layer) => IsLast(layer) ? OutputGradients : _chain.GetActivationGradients(layer);

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

    /// <summary>Saves the values of all parameters and buffers, at once, as safetensors: see <see cref="Checkpoint"/>. After
    /// training by averaged or schedule-free weights, <see cref="Trainer.SaveNetwork(string, Preprocessing?)"/> saves those that were
    /// evaluated.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="preprocessing">What features went through before the network saw them, if anything;
    /// <see cref="Preprocessing.Load(string)"/> reads it.</param>
    /// <exception cref="InvalidOperationException">A step or another operation on the parameters is under way
    /// (<see cref="ExclusiveAccess"/>), or values changed while they were saved. The old file stays.</exception>
    /// <exception cref="IOException">The file cannot be written, or did not reach the disk. The old file stays, unless the
    /// message says that what was made is in place.</exception>
    public void Save(string path, Preprocessing? preprocessing = null) => MakeCheckpoint(preprocessing).Save(path);

    /// <summary>Saves the values of all parameters and buffers to a stream, from the stream's position. The stream stays open. It
    /// is not replaced at once as a file is: see <see cref="Checkpoint.Save(Stream, CancellationToken)"/>.</summary>
    /// <param name="stream">A stream that can be written to.</param>
    /// <param name="preprocessing">What features went through before the network saw them, if anything;
    /// <see cref="Preprocessing.Load(Stream)"/> reads it.</param>
    /// <exception cref="ArgumentException">The stream cannot be written to.</exception>
    /// <exception cref="InvalidOperationException">A step or another operation on the parameters is under way
    /// (<see cref="ExclusiveAccess"/>), or values changed while they were saved.</exception>
    /// <exception cref="IOException">The stream throws it.</exception>
    public void Save(Stream stream, Preprocessing? preprocessing = null) => MakeCheckpoint(preprocessing).Save(stream);

    /// <summary>Reads the values of all parameters and buffers from a file of <see cref="Save(string, Preprocessing?)"/>, or from a checkpoint of the
    /// network's training, which holds the training weights. Tensors that the network does not have are passed over: a model of
    /// the first layers loads from the file of the whole model.</summary>
    /// <remarks>States of an optimizer stay as they are. Before the first step, averages and other states that start from the
    /// values follow them; after it, see <see cref="Optimizer.ReloadParameters"/>.</remarks>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged, altered or of another version, lacks a parameter or buffer, or
    /// has it in another shape. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">A step or another operation on the parameters is under way
    /// (<see cref="ExclusiveAccess"/>). Nothing has changed.</exception>
    /// <exception cref="IOException">The file cannot be read. Nothing has changed.</exception>
    public void Load(string path) => MakeCheckpoint(preprocessing: null).Load(path);

    /// <summary>Reads the values of all parameters and buffers from a stream, from the stream's position to its end, as from a
    /// file (<see cref="Load(string)"/>). The stream is read once, in order, and stays open.</summary>
    /// <param name="stream">A stream that can be read.</param>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    /// <inheritdoc cref="Load(string)" path="/exception"/>
    public void Load(Stream stream) => MakeCheckpoint(preprocessing: null).Load(stream);

    /// <summary>Releases the parameters. Their spans must not be used afterwards.</summary>
    public void Dispose() => Parameters.Dispose();

    /// <summary>The inputs of the last pass: examples × <see cref="InputSize"/>.</summary>
    internal ReadOnlySpan<T> LastInputs => _inputs.Take(_count * InputSize);

    /// <summary>Says which layer takes how many examples at least.</summary>
    internal string DescribeMinimumBatch() =>
        Invariant($"'{_minimumBatch.Layer}' learns from batches of at least {_minimumBatch.Size} examples");

    /// <summary>Throws unless a data set has examples for this network.</summary>
    internal void Check(Dataset dataset, [CallerArgumentExpression(nameof(dataset))] string argument = "")
    {
        ArgumentNullException.ThrowIfNull(dataset, argument);
        if (dataset.FeatureCount != InputSize)
        {
            throw new ArgumentException(
                Invariant($"The data have {dataset.FeatureCount} features; the network takes {InputSize}."), argument);
        }

        if (dataset.MissingCount > 0)
        {
            throw new ArgumentException(
                Invariant($"{dataset.MissingCount} features of the data are missing (NaN). Fill them in, or leave their examples out."),
                argument);
        }

        if (dataset.HasTargets && dataset.TargetCount != OutputSize)
        {
            throw new ArgumentException(
                Invariant($"The data have {dataset.TargetCount} target values; the network has {OutputSize} outputs."), argument);
        }

        if (dataset.ClassCount > OutputSize)
        {
            throw new ArgumentException(
                Invariant($"The data have {dataset.ClassCount} classes; the network has {OutputSize} outputs."), argument);
        }
    }

    private string DebuggerDisplay =>
        Invariant($"{_shapes[0]} → {_shapes[^1]}, {LayerNames.Count} layers, {Parameters.Sum(parameter => parameter.Shape.Count)} weights");

    private Checkpoint MakeCheckpoint(Preprocessing? preprocessing)
    {
        var checkpoint = new Checkpoint().Add(Parameters);
        return preprocessing is null ? checkpoint : checkpoint.Add(preprocessing);
    }

    private Span<T> Compute(ReadOnlySpan<T> inputs, ForwardPass pass)
    {
        var (count, rest) = Math.DivRem(inputs.Length, InputSize);
        if (count == 0 || rest != 0)
        {
            throw new ArgumentException(
                Invariant($"inputs has {inputs.Length} values; it must have {InputSize} for each of one or more examples."),
                nameof(inputs));
        }

        FloatingPointEnvironment.Check();
        // A pass that a layer refuses, too, leaves nothing to go back from.
        _isTrained = false;
        var kept = GetInputs(count);
        if (!Unsafe.AreSame(ref MemoryMarshal.GetReference(inputs), ref MemoryMarshal.GetReference(kept)))
            inputs.CopyTo(kept);
        _count = count;
        var outputs = _outputs.Take(checked(count * OutputSize));
        _chain.Forward(kept, outputs, pass);
        return outputs;
    }

    private bool IsLast(int layer)
    {
        if ((uint)layer >= (uint)LayerNames.Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(layer), layer, Invariant($"layer is {layer}; it must be from 0 to {LayerNames.Count - 1}."));
        }

        return layer == LayerNames.Count - 1;
    }
}
