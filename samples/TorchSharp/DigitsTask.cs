using FusedOptim.Training;
using FusedOptim.Training.Data;
using static TorchSharp.torch;

namespace FusedOptim.Samples.TorchSharpTraining;

/// <summary>A convolutional network that reads the handwritten digits of MNIST.</summary>
/// <param name="folder">The folder of the IDX files.</param>
internal sealed class DigitsTask(string folder) : ITask
{
    private const int BatchSize = 64;

    private readonly Dataset _training = IdxDataset.Load(folder).Training;

    /// <inheritdoc/>
    public string Description =>
        $"MNIST, {_training.Count:N0} images: 2 convolutions of 16 and 32 channels, 2 dense layers; batches of {BatchSize}";

    /// <inheritdoc/>
    public double LearningRate => 1e-3;

    /// <inheritdoc/>
    public string[] OuterLayers => ["10"];

    /// <inheritdoc/>
    public nn.Module<Tensor, Tensor> CreateModel()
    {
        random.manual_seed(1);
        return nn.Sequential(
            nn.Unflatten(1, [1, 28, 28]),
            nn.Conv2d(1, 16, 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(32 * 7 * 7, 128), nn.ReLU(), nn.Linear(128, 10));
    }

    /// <inheritdoc/>
    public (Tensor Inputs, Tensor Labels) GetBatch(int step)
    {
        var start = step * BatchSize % (_training.Count - BatchSize);
        var batch = _training.Slice(start, BatchSize);
        return (
            tensor(batch.Features.ToArray(), [BatchSize, _training.FeatureCount], get_default_dtype()),
            tensor(batch.Labels.ToArray().Select(label => (long)label).ToArray()));
    }
}
