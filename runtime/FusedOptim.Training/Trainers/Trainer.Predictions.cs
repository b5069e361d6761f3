namespace FusedOptim.Training;

/// <content>Predictions by the evaluation weights.</content>
public sealed partial class Trainer
{
    /// <summary>Computes the outputs of a batch by the evaluation weights (<see cref="UseEvaluationWeights"/>), as
    /// <see cref="Network{T}.Predict"/> does.</summary>
    /// <inheritdoc cref="Network{T}.Predict"/>
    public ReadOnlySpan<float> Predict(ReadOnlySpan<float> inputs)
    {
        using var use = BeginUse();
        using (UseEvaluationWeights())
            return Network.Predict(inputs);
    }

    /// <summary>Computes the outputs of all examples of a data set by the evaluation weights
    /// (<see cref="UseEvaluationWeights"/>), in batches.</summary>
    /// <param name="dataset">The data; labels and target values are not used.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    /// <returns>examples × outputs, row by row.</returns>
    /// <exception cref="ArgumentException">The data have another number of features than the network takes, or features of other
    /// names (<see cref="Network{T}.InputNames"/>), or some are missing.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled; the training weights are back.</exception>
    public float[] Predict(Dataset dataset, CancellationToken cancellationToken = default)
    {
        using var use = BeginUse();
        using (UseEvaluationWeights())
            return Network.Predict(dataset, cancellationToken);
    }

    /// <summary>Computes the probabilities of the outputs of a batch by the evaluation weights
    /// (<see cref="UseEvaluationWeights"/>), as the loss reads outputs: softmax for <see cref="Losses.SoftmaxCrossEntropy"/>, the
    /// logistic function of each output for <see cref="Losses.LogisticLoss"/>. Computed in double and rounded: the same bits on
    /// every machine.</summary>
    /// <remarks>By softmax, all probabilities of an example are NaN where <see cref="Classify(ReadOnlySpan{float}, Span{int})"/> gives
    /// −1. By the logistic function, those of NaN are NaN.</remarks>
    /// <exception cref="NotSupportedException">The loss does not read outputs as probabilities
    /// (<see cref="Losses.Loss.ComputeProbabilities"/>).</exception>
    /// <inheritdoc cref="Network{T}.PredictProbabilities(ReadOnlySpan{T})"/>
    public ReadOnlySpan<float> PredictProbabilities(ReadOnlySpan<float> inputs)
    {
        using var use = BeginUse();
        using (UseEvaluationWeights())
            return Network.PredictProbabilities(inputs, _loss.ComputeProbabilities);
    }

    /// <summary>Computes the probabilities of the outputs of all examples of a data set by the evaluation weights, in batches
    /// (<see cref="PredictProbabilities(ReadOnlySpan{float})"/>).</summary>
    /// <exception cref="NotSupportedException">The loss does not read outputs as probabilities
    /// (<see cref="Losses.Loss.ComputeProbabilities"/>).</exception>
    /// <inheritdoc cref="Predict(Dataset, CancellationToken)"/>
    public float[] PredictProbabilities(Dataset dataset, CancellationToken cancellationToken = default)
    {
        using var use = BeginUse();
        using (UseEvaluationWeights())
        {
            return NetworkPredictions.Run(
                Network, dataset, inputs => Network.PredictProbabilities(inputs, _loss.ComputeProbabilities), cancellationToken);
        }
    }

    /// <summary>Gets the most probable classes of an example by the evaluation weights (<see cref="UseEvaluationWeights"/>), in
    /// descending order of the probabilities of <see cref="PredictProbabilities(ReadOnlySpan{float})"/>; of equals the first class
    /// first.</summary>
    /// <exception cref="NotSupportedException">The loss does not read outputs as probabilities
    /// (<see cref="Losses.Loss.ComputeProbabilities"/>).</exception>
    /// <inheritdoc cref="Network{T}.GetTopClasses(ReadOnlySpan{T}, int)"/>
    public IReadOnlyList<ClassProbability> GetTopClasses(ReadOnlySpan<float> example, int count)
    {
        using var use = BeginUse();
        using (UseEvaluationWeights())
            return Network.GetTopClasses(example, count, _loss.ComputeProbabilities);
    }

    /// <summary>Gets the class of each example of a batch by the evaluation weights (<see cref="UseEvaluationWeights"/>), as
    /// <see cref="Network{T}.Classify(ReadOnlySpan{T}, Span{int})"/> does.</summary>
    /// <inheritdoc cref="Network{T}.Classify(ReadOnlySpan{T}, Span{int})"/>
    public void Classify(ReadOnlySpan<float> inputs, Span<int> labels)
    {
        using var use = BeginUse();
        using (UseEvaluationWeights())
            Network.Classify(inputs, labels);
    }

    /// <summary>Gets the class of one example by the evaluation weights (<see cref="UseEvaluationWeights"/>).</summary>
    /// <inheritdoc cref="Network{T}.Classify(ReadOnlySpan{T})"/>
    public int Classify(ReadOnlySpan<float> example)
    {
        using var use = BeginUse();
        using (UseEvaluationWeights())
            return Network.Classify(example);
    }

    /// <summary>Gets the class of each example of a data set by the evaluation weights (<see cref="UseEvaluationWeights"/>), in
    /// batches.</summary>
    /// <returns>The class of each example; −1 where its outputs do not tell
    /// (<see cref="Network{T}.Classify(ReadOnlySpan{T}, Span{int})"/>).</returns>
    /// <inheritdoc cref="Predict(Dataset, CancellationToken)"/>
    public int[] Classify(Dataset dataset, CancellationToken cancellationToken = default)
    {
        using var use = BeginUse();
        using (UseEvaluationWeights())
            return Network.Classify(dataset, cancellationToken);
    }
}
