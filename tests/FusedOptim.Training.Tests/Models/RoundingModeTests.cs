using System.Runtime.InteropServices;
using FusedOptim.Rules;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>Training on a thread whose rounding mode native code has changed.</summary>
[Trait("Kind", "Threads")]
public class RoundingModeTests
{
    // FE_DOWNWARD, FE_UPWARD and FE_TOWARDZERO of glibc, on x64 and on Arm.
    private static readonly int[] Modes = RuntimeInformation.ProcessArchitecture == Architecture.X64
        ? [0x400, 0x800, 0xC00]
        : [0x800000, 0x400000, 0xC00000];

    [Fact]
    public void TrainingIsRefusedUnlessTheThreadRoundsToNearest()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var trainer = Trainer.Create(ToyProblem.Model, new AdamW(), new SoftmaxCrossEntropy(), seed: 1);
        var data = ToyProblem.Spirals(60, seed: 1);
        var before = trainer.Network.ComputeDigest();
        foreach (var mode in Modes)
        {
            AssertRefusal(In(mode, () => trainer.Fit(data, epochs: 1)));
            Assert.Equal(before, trainer.Network.ComputeDigest());
        }
    }

    [Fact]
    public void PredictingIsRefusedUnlessTheThreadRoundsToNearest()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var network = ToyProblem.Model.Build<float>(seed: 1);
        foreach (var mode in Modes)
        {
            AssertRefusal(In(mode, () => network.Predict([0.1f, 0.2f])));
            AssertRefusal(In(mode, () => network.Forward([0.1f, 0.2f])));
        }

        network.Forward([0.1f, 0.2f]);
    }

    private static Exception? In(int mode, Action action)
    {
        Assert.Equal(0, SetRoundingMode(mode));
        var exception = Record.Exception(action);
        _ = SetRoundingMode(0);
        return exception;
    }

    private static void AssertRefusal(Exception? exception) =>
        Assert.Contains("not rounded to nearest", Assert.IsType<InvalidOperationException>(exception).Message);

    [DllImport("libm.so.6", EntryPoint = "fesetround")]
    private static extern int SetRoundingMode(int mode);
}
