using FusedOptim.Guards;
using FusedOptim.Memory;
using FusedOptim.Training.Numerics;

namespace FusedOptim.Training;

/// <content>Classes and probabilities from outputs.</content>
public sealed partial class Network<T>
{
    private readonly ScratchMemory<T> _probabilities = new();
    private readonly ScratchMemory<double> _exampleProbabilities = new();

    /// <summary>Gets the class of each example of a batch: the one with the largest output of <see cref="Predict"/>, of equals
    /// the first. −1 where the outputs do not tell: one of them is NaN, or several are infinite and the largest. By the weights
    /// that the network holds; <see cref="Trainer.Classify(ReadOnlySpan{float}, Span{int})"/> uses averages.</summary>
    /// <param name="inputs">examples × <see cref="InputSize"/>; at least one example.</param>
    /// <param name="labels">Receives the class of each example, or −1.</param>
    /// <exception cref="ArgumentException">There are not <see cref="InputSize"/> inputs for each label, or no labels.
    /// </exception>
    /// <exception cref="InvalidOperationException">The network is in use on another thread. Nothing has changed.</exception>
    public void Classify(ReadOnlySpan<T> inputs, Span<int> labels)
    {
        using var access = Access.Enter();
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

    /// <summary>Gets the class of one example (<see cref="Classify(ReadOnlySpan{T}, Span{int})"/>).</summary>
    /// <param name="example"><see cref="InputSize"/> inputs.</param>
    /// <returns>The class, or −1. Its name is in <see cref="OutputNames"/>.</returns>
    /// <exception cref="ArgumentException">There is another number of inputs.</exception>
    /// <exception cref="InvalidOperationException">The network is in use on another thread. Nothing has changed.</exception>
    public int Classify(ReadOnlySpan<T> example)
    {
        using var access = Access.Enter();
        CheckExample(example);
        return LargestOutput.IndexOf(Predict(example));
    }

    /// <summary>Computes the probability of each class for the examples of a batch: the softmax of the outputs of
    /// <see cref="Predict"/>, whatever loss the network was trained with.
    /// <see cref="Trainer.PredictProbabilities(ReadOnlySpan{float})"/> uses the function of its loss. Computed in double and
    /// rounded: the same bits on every machine.</summary>
    /// <remarks>All probabilities of an example are NaN where <see cref="Classify(ReadOnlySpan{T}, Span{int})"/> gives −1.</remarks>
    /// <param name="inputs">examples × <see cref="InputSize"/>; at least one example.</param>
    /// <returns>examples × <see cref="OutputSize"/>; good until the next call.</returns>
    /// <exception cref="ArgumentException">The length is not a positive multiple of
    /// <see cref="InputSize"/>.</exception>
    /// <exception cref="InvalidOperationException">The network is in use on another thread. Nothing has changed.</exception>
    public ReadOnlySpan<T> PredictProbabilities(ReadOnlySpan<T> inputs) => PredictProbabilities(inputs, Softmax.Compute);

    /// <summary>Gets the most probable classes of an example, by the softmax of its outputs, in descending order; of equals the
    /// first class first.</summary>
    /// <param name="example"><see cref="InputSize"/> inputs.</param>
    /// <param name="count">The number of classes; at least 1. There are fewer where the network has fewer outputs.</param>
    /// <returns>The classes with their names and probabilities; empty where the outputs do not tell the class
    /// (<see cref="Classify(ReadOnlySpan{T}, Span{int})"/>).</returns>
    /// <exception cref="ArgumentException">There is another number of inputs, or the number of classes is below 1.</exception>
    /// <exception cref="InvalidOperationException">The network is in use on another thread. Nothing has changed.</exception>
    public IReadOnlyList<ClassProbability> GetTopClasses(ReadOnlySpan<T> example, int count) =>
        GetTopClasses(example, count, Softmax.Compute);

    /// <inheritdoc cref="PredictProbabilities(ReadOnlySpan{T})"/>
    internal ReadOnlySpan<T> PredictProbabilities(ReadOnlySpan<T> inputs, ProbabilityFunction<T> function)
    {
        using var access = Access.Enter();
        var outputs = Predict(inputs);
        var probabilities = _probabilities.Take(outputs.Length);
        var ofExample = _exampleProbabilities.Take(OutputSize);
        for (var start = 0; start < outputs.Length; start += OutputSize)
        {
            function(outputs.Slice(start, OutputSize), ofExample);
            for (var j = 0; j < OutputSize; j++)
                probabilities[start + j] = T.CreateTruncating(ofExample[j]);
        }

        return probabilities;
    }

    /// <inheritdoc cref="GetTopClasses(ReadOnlySpan{T}, int)"/>
    internal IReadOnlyList<ClassProbability> GetTopClasses(ReadOnlySpan<T> example, int count, ProbabilityFunction<T> function)
    {
        using var access = Access.Enter();
        Guard.AtLeast(1, count);
        CheckExample(example);
        var probabilities = new double[OutputSize];
        function(Predict(example), probabilities);
        if (probabilities.Any(double.IsNaN))
            return [];
        var names = OutputNames;
        return
        [
            .. Enumerable.Range(0, OutputSize).OrderByDescending(output => probabilities[output]).Take(count)
                .Select(output => new ClassProbability(output, names[output], probabilities[output])),
        ];
    }

    private void CheckExample(ReadOnlySpan<T> example)
    {
        if (example.Length != InputSize)
        {
            throw new ArgumentException(
                Invariant($"example has {example.Length} values; it must have {InputSize}, for one example."), nameof(example));
        }
    }
}
