namespace FusedOptim.Tests.References;

/// <summary>Muon beside what libtorch computed, and where the iteration can be worked out by hand.</summary>
public class MuonReferenceTests
{
    private static readonly LibtorchRecording s_recording = new("libtorch_muon.json");

    public static TheoryData<int, string> Cases => s_recording.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void GoesWhereLibtorchGoes(int index, string setting)
    {
        var options = s_recording.Options(index);
        var shape = s_recording.Shape(index);
        var reference = new PyTorchMuon(
            shape[0], shape[1], options.GetProperty("lr").GetDouble(), options.GetProperty("weight_decay").GetDouble(),
            options.GetProperty("momentum").GetDouble(), options.GetProperty("nesterov").GetBoolean(),
            options.GetProperty("adjust_lr_fn").GetString() == "match_rms_adamw");
        s_recording.Follow(index, "float64", reference.Step, (step, expected, actual) =>
            Closeness.Check($"{setting}, step {step}, parameter", expected, actual, 1e-11));
        Closeness.Check("momentum_buffer", s_recording.State(index, "momentum_buffer"), reference.Buffer, 1e-12);
    }

    /// <summary>The iteration maps each singular value by itself: s ← as + bs³ + cs⁵, from s over the norm of all.</summary>
    [Fact]
    public void SingularValuesFollowThePolynomial()
    {
        double[] singular = [3, 4];
        // One diagonal matrix is wide, the other one is tall.
        var wide = PyTorchMuon.Orthogonalize([3, 0, 0, 0, 4, 0], 2, 3);
        var tall = PyTorchMuon.Orthogonalize([3, 0, 0, 4, 0, 0], 3, 2);
        double[] expected = [.. singular.Select(value =>
        {
            var s = value / 5;
            for (var step = 0; step < 5; step++)
                s = 3.4445 * s - 4.7750 * Math.Pow(s, 3) + 2.0315 * Math.Pow(s, 5);
            return s;
        })];
        Closeness.Check("wide", [expected[0], 0, 0, 0, expected[1], 0], wide, 1e-13);
        Closeness.Check("tall", [expected[0], 0, 0, expected[1], 0, 0], tall, 1e-13);
    }

    [Fact]
    public void GradientsOfZeroOnlyDecay()
    {
        var parameter = new double[] { 1, 2, 3, 4 };
        new PyTorchMuon(2, 2, lr: 0.5).Step(parameter, new double[4]);
        Assert.Equal([0.95, 1.9, 0.95 * 3, 3.8], parameter);
    }
}
