using System.Text.Json;
using FusedOptim.Rules;
using FusedOptim.Tests.References;

namespace FusedOptim.Tests.Trajectories;

/// <summary>
/// A hundred steps of <see cref="Muon"/> beside those of PyTorch's code in double, which libtorch computed (tests/torchsharp/Recordings).
/// </summary>
public class MuonRecordingTests
{
    private static readonly LibtorchRecording s_recording = new("libtorch_muon.json");

    public static TheoryData<int, string> Cases => s_recording.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void DoubleGoesWherePyTorchGoes(int index, string setting) =>
        RecordedTrajectory.Follow<double>(s_recording, index, setting, "float64", Rule, 1e-10);

    private static Muon Rule(JsonElement options) => new(
        options.GetProperty("lr").GetDouble(),
        options.GetProperty("momentum").GetDouble(),
        options.GetProperty("weight_decay").GetDouble(),
        options.GetProperty("nesterov").GetBoolean(),
        Adjustment: options.GetProperty("adjust_lr_fn").GetString() == "match_rms_adamw"
            ? MuonAdjustment.MatchRmsAdamW
            : MuonAdjustment.Original);
}
