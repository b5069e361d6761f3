using TorchSharp;
using static TorchSharp.torch;

namespace FusedOptim.TorchTests.Recordings;

/// <summary>The recordings that are computed with libtorch.</summary>
internal static class RecordingFiles
{
    private static readonly AdafactorOptions[] s_adafactor =
    [
        AdafactorOptions.Default,
        new(0.1, -0.5, [1e-8, 1e-2], 1.5, 0.1),
        // Both bounds of ε₁ are met by some tensors and elements, and not by others.
        AdafactorOptions.Default with { LearningRate = 0.05, Epsilon = [0.05, 1e-3], Threshold = 2 },
    ];

    private static readonly MuonOptions[] s_muon =
    [
        MuonOptions.Default,
        new(0.02, 0.01, 0.9, false, "match_rms_adamw"),
    ];

    public static RecordingFile Adafactor => new(
        "libtorch_adafactor.json",
        Source("Adafactor", "_adafactor.py"),
        [.. from options in s_adafactor
            from shape in new long[][] { [4, 6], [1, 7], [5, 1], [8, 4, 3, 3], [9] }
            select new RecordedCase(
                shape, options, [ScalarType.Float64, ScalarType.Float32], type => new LibtorchAdafactor(options, shape, type))]);

    public static RecordingFile Muon => new(
        "libtorch_muon.json",
        Source("Muon", "_muon.py") + ", with the Newton-Schulz iteration in float64",
        [.. from options in s_muon
            from shape in new long[][] { [6, 6], [9, 4], [4, 9], [1, 7] }
            select new RecordedCase(shape, options, [ScalarType.Float64], type => new LibtorchMuon(options, shape, type))]);

    private static string Source(string optimizer, string file) =>
        $"the operations of torch.optim.{optimizer} (PyTorch 2.10, torch/optim/{file}), computed with libtorch " +
        $"{Version.Parse(torch.__version__).ToString(3)} by tests/torchsharp/Recordings";
}
