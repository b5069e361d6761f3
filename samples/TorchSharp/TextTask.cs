using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace FusedOptim.Samples.TorchSharpTraining;

/// <summary>A transformer that predicts the next character of a text: this repository's page on training.</summary>
internal sealed class TextTask : ITask
{
    private const int BatchSize = 16;
    private const int ContextLength = 64;

    private readonly char[] _characters;
    private readonly long[] _text;

    public TextTask()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("text")!);
        var text = reader.ReadToEnd();
        _characters = [.. text.Distinct().Order()];
        _text = [.. text.Select(character => (long)Array.BinarySearch(_characters, character))];
    }

    /// <inheritdoc/>
    public string Description =>
        $"docs/training.md, {_text.Length:N0} characters of {_characters.Length} kinds: a transformer of 2 layers, 4 heads and width 64; " +
        $"batches of {BatchSize} × {ContextLength}";

    /// <inheritdoc/>
    public double LearningRate => 3e-4;

    /// <inheritdoc/>
    public string[] OuterLayers => ["_characters", "_positions", "_scores"];

    /// <inheritdoc/>
    public nn.Module<Tensor, Tensor> CreateModel()
    {
        random.manual_seed(1);
        return new CharacterTransformer(_characters.Length, ContextLength).to(get_default_dtype());
    }

    /// <inheritdoc/>
    public (Tensor Inputs, Tensor Labels) GetBatch(int step)
    {
        var places = new Random(step);
        var inputs = new long[BatchSize * ContextLength];
        var labels = new long[inputs.Length];
        for (var row = 0; row < BatchSize; row++)
        {
            var start = places.Next(_text.Length - ContextLength);
            Array.Copy(_text, start, inputs, row * ContextLength, ContextLength);
            Array.Copy(_text, start + 1, labels, row * ContextLength, ContextLength);
        }

        return (tensor(inputs, [BatchSize, ContextLength]), tensor(labels));
    }
}
