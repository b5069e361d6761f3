using System.Text.Json.Serialization;

namespace FusedOptim.TorchTests.Recordings;

/// <summary>The options of <c>torch.optim.Muon</c>, with its names and defaults.</summary>
/// <param name="LearningRate">lr.</param>
/// <param name="WeightDecay">weight_decay.</param>
/// <param name="Momentum">momentum.</param>
/// <param name="Nesterov">nesterov.</param>
/// <param name="Adjustment">adjust_lr_fn: <c>original</c> or <c>match_rms_adamw</c>.</param>
internal sealed record MuonOptions(
    [property: JsonPropertyName("lr")] double LearningRate,
    [property: JsonPropertyName("weight_decay")] double WeightDecay,
    [property: JsonPropertyName("momentum")] double Momentum,
    [property: JsonPropertyName("nesterov")] bool Nesterov,
    [property: JsonPropertyName("adjust_lr_fn")] string Adjustment)
{
    public static MuonOptions Default { get; } = new(1e-3, 0.1, 0.95, true, "original");
}
