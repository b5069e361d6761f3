using System.Text.Json.Serialization;

namespace FusedOptim.TorchTests.Recordings;

/// <summary>The options of <c>torch.optim.Adafactor</c>, with its names and defaults.</summary>
/// <param name="LearningRate">lr.</param>
/// <param name="Beta2Decay">beta2_decay.</param>
/// <param name="Epsilon">eps: ε₁, <see langword="null"/> for the epsilon of the type, and ε₂.</param>
/// <param name="Threshold">d.</param>
/// <param name="WeightDecay">weight_decay.</param>
internal sealed record AdafactorOptions(
    [property: JsonPropertyName("lr")] double LearningRate,
    [property: JsonPropertyName("beta2_decay")] double Beta2Decay,
    [property: JsonPropertyName("eps")] double?[] Epsilon,
    [property: JsonPropertyName("d")] double Threshold,
    [property: JsonPropertyName("weight_decay")] double WeightDecay)
{
    public static AdafactorOptions Default { get; } = new(1e-2, -0.8, [null, 1e-3], 1, 0);
}
