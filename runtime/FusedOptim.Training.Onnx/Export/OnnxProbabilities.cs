namespace FusedOptim.Training;

/// <summary>The probabilities that an ONNX model computes from the outputs of a network.</summary>
public enum OnnxProbabilities
{
    /// <summary>The outputs as they are, as <see cref="Network{T}.Predict"/> gives them.</summary>
    None,

    /// <summary>The softmax of the outputs of an example: for <see cref="Losses.SoftmaxCrossEntropy"/>.</summary>
    Softmax,

    /// <summary>The logistic function of each output: for <see cref="Losses.LogisticLoss"/>.</summary>
    Logistic,
}
