using static TorchSharp.torch;

namespace FusedOptim.Samples.TorchSharpTraining;

/// <summary>A model and the data that it learns.</summary>
internal interface ITask
{
    /// <summary>Gets what is learned, in a line.</summary>
    string Description { get; }

    /// <summary>Gets the learning rate of all optimizers.</summary>
    double LearningRate { get; }

    /// <summary>Gets the names of the layers whose matrices are not hidden ones: embeddings, and the layer that computes the output.</summary>
    string[] OuterLayers { get; }

    /// <summary>Creates the model, with the same weights at each call.</summary>
    nn.Module<Tensor, Tensor> CreateModel();

    /// <summary>Gets the examples of a step: the inputs of the model and their classes. The caller disposes them.</summary>
    /// <param name="step">The step, from 0.</param>
    (Tensor Inputs, Tensor Labels) GetBatch(int step);
}
