using FusedOptim.Training.Data;

namespace FusedOptim.Training;

/// <summary>The parts of an ONNX model beside the layers of a network.</summary>
public sealed record OnnxOptions
{
    /// <summary>The preprocessing before the first layer: the model takes features as they were before it. <see langword="null"/>
    /// by default: the model takes what the network takes.</summary>
    public Preprocessing? Preprocessing { get; init; }

    /// <summary>The probabilities after the last layer; <see cref="OnnxProbabilities.None"/> by default.</summary>
    public OnnxProbabilities Probabilities { get; init; }

    /// <summary>The scaling of target values, which the model undoes after the last layer. <see langword="null"/> by
    /// default.</summary>
    public TargetScaling? TargetScaling { get; init; }
}
