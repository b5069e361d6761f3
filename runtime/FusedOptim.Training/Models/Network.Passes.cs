using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FusedOptim.CompilerServices;
using FusedOptim.Training.Layers;

namespace FusedOptim.Training;

/// <content>Passes through the layers, forward and back.</content>
public sealed partial class Network<T>
{
    /// <summary>
    /// Gets memory for the inputs of a batch. <see cref="Forward"/> and <see cref="Predict"/> copy their inputs there, unless
    /// they are given this span itself. It is valid until a larger batch is requested or computed.
    /// </summary>
    /// <param name="count">The number of examples; at least 1.</param>
    /// <returns>examples × <see cref="InputSize"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    /// <exception cref="InvalidOperationException">The network is in use on another thread. Nothing has changed.</exception>
    public Span<T> GetInputs(int count)
    {
        using var access = Access.Enter();
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
    /// <exception cref="InvalidOperationException">The network is in use on another thread. Nothing has changed.</exception>
    public ReadOnlySpan<T> Forward(ReadOnlySpan<T> inputs)
    {
        using var access = Access.Enter();
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
    /// <exception cref="InvalidOperationException">The network is in use on another thread. Nothing has changed.</exception>
    public ReadOnlySpan<T> Predict(ReadOnlySpan<T> inputs) =>
        Compute(inputs, new ForwardPass(IsTraining: false, ForwardCount));

    /// <summary>Lets layers with running statistics take those of a batch.</summary>
    /// <param name="inputs">examples × <see cref="InputSize"/>.</param>
    /// <param name="share">The share of the batch in the statistics so far.</param>
    internal void TakeStatistics(ReadOnlySpan<T> inputs, double share) =>
        Compute(inputs, new ForwardPass(IsTraining: false, ForwardCount) { StatisticsShare = share });

    /// <summary>Computes the outputs of a batch as <see cref="Predict"/> does, but with what layers draw, such as dropout.</summary>
    /// <param name="inputs">examples × <see cref="InputSize"/>.</param>
    /// <param name="seed">What layers draw from.</param>
    /// <param name="pass">The number of the pass, from 0.</param>
    /// <param name="firstExample">The place of the first example among all examples.</param>
    internal ReadOnlySpan<T> Sample(ReadOnlySpan<T> inputs, long seed, int pass, int firstExample) =>
        Compute(inputs, new ForwardPass(IsTraining: false, pass) { SamplingSeed = seed, FirstExample = firstExample });

    /// <summary>
    /// Adds the derivatives of the loss by the parameters to the parameters' gradients, for the batch of the last
    /// <see cref="Forward"/> and what <see cref="OutputGradients"/> holds. A frozen parameter
    /// (<see cref="Parameter.IsFrozen"/>) gets none, and layers before the first one that is trained compute none.
    /// </summary>
    /// <exception cref="InvalidOperationException">There was no <see cref="Forward"/> before, or a
    /// <see cref="Predict"/> since; the network is in use on another thread; or the calling thread flushes denormal numbers to zero
    /// or does not round to nearest.</exception>
    public void Backward() => Backward(default);

    /// <summary>Does the same, and computes the derivatives of the loss by the inputs.</summary>
    /// <param name="inputGradients">Receives the derivatives, examples × <see cref="InputSize"/>; empty if they are not
    /// requested.</param>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    /// <inheritdoc cref="Backward()" path="/exception"/>
    public void Backward(Span<T> inputGradients)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        using var access = Access.Enter();
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
        _isBackpropagated = true;
    }

    /// <summary>Gets the outputs of a layer for the batch of the last call: examples × values.</summary>
    /// <param name="layer">The index of the layer in <see cref="LayerNames"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public ReadOnlySpan<T> GetActivations(int layer) =>
        IsLast(layer) ? _outputs.Take(_count * OutputSize) : _chain.GetActivations(layer);

    /// <summary>The derivatives of the loss by what a layer gave, after <see cref="Backward()"/>: examples ×
    /// values. Empty for layers before the first one with a parameter that is not frozen, unless the derivatives by the
    /// inputs were requested.</summary>
    /// <inheritdoc cref="GetActivations"/>
    public ReadOnlySpan<T> GetActivationGradients(int layer) => IsLast(layer) ? OutputGradients : _chain.GetActivationGradients(layer);

    /// <summary>Whether <see cref="Backward()"/> was called for the batch of the last pass.</summary>
    internal bool HasActivationGradients => _isBackpropagated;

    /// <summary>The inputs of the last pass: examples × <see cref="InputSize"/>.</summary>
    internal ReadOnlySpan<T> LastInputs => _inputs.Take(_count * InputSize);

    private Span<T> Compute(ReadOnlySpan<T> inputs, ForwardPass pass)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        using var access = Access.Enter();
        var (count, rest) = Math.DivRem(inputs.Length, InputSize);
        if (count == 0 || rest != 0)
        {
            throw new ArgumentException(
                Invariant($"inputs has {inputs.Length} values; it must have {InputSize} for each of one or more examples."),
                nameof(inputs));
        }

        if ((long)count * OutputSize > Array.MaxLength)
        {
            throw new ArgumentException(
                Invariant($"inputs has {count} examples, whose outputs are {(long)count * OutputSize} values; there must be at most ") +
                Invariant($"{Array.MaxLength}. Give fewer examples at once."), nameof(inputs));
        }

        FloatingPointEnvironment.Check();
        // A pass that a layer refuses, too, leaves nothing to go back from.
        _isTrained = _isBackpropagated = false;
        var kept = GetInputs(count);
        if (!Unsafe.AreSame(ref MemoryMarshal.GetReference(inputs), ref MemoryMarshal.GetReference(kept)))
            inputs.CopyTo(kept);
        _count = count;
        var outputs = _outputs.Take(count * OutputSize);
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
