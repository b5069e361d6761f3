using FusedOptim.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.Rules;
using FusedOptim.Tests.CompilerServices;

namespace FusedOptim.Tests.Execution;

/// <summary>Threads whose rounding mode native code has changed, as fesetround does.</summary>
[Trait("Kind", "Threads")]
public class RoundingModeTests
{
    private const uint Downward = 0x2000;
    private const uint Upward = 0x4000;
    private const uint TowardZero = 0x6000;

    [LinuxX64Theory]
    [InlineData(Downward)]
    [InlineData(Upward)]
    [InlineData(TowardZero)]
    public void AThreadThatDoesNotRoundToNearestIsFound(uint mode)
    {
        AssertRefusal(In(mode, FloatingPointEnvironment.Check));
        FloatingPointEnvironment.Check();
    }

    [LinuxX64Theory]
    [InlineData(Downward)]
    [InlineData(Upward)]
    [InlineData(TowardZero)]
    public void AStepOfACallerThatDoesNotRoundToNearestIsRefusedAndWritesNothing(uint mode)
    {
        using var set = new ParameterSet<float>();
        var parameter = set.Add("w", ParameterKind.Weight, [3]);
        using var optimizer = Optimizer.Create(set, new AdamW());
        parameter.Values.Fill(1);
        parameter.Gradients.Fill(0.1f);

        AssertRefusal(In(mode, () => optimizer.Step()));

        Assert.Equal([1f, 1, 1], parameter.Values.ToArray());
        Assert.Equal(0, optimizer.StepCount);
        optimizer.Step();
        Assert.Equal(1, optimizer.StepCount);
    }

    [LinuxX64Theory]
    [InlineData(Downward)]
    [InlineData(Upward)]
    [InlineData(TowardZero)]
    public void ATeamDoesNotRunForACallerThatDoesNotRoundToNearest(uint mode)
    {
        using var team = new WorkerTeam(2);
        var shares = 0;
        var work = new SharedAction((_, _) => Interlocked.Increment(ref shares));

        AssertRefusal(In(mode, () => team.Run(work)));

        Assert.Equal(0, shares);
        team.Run(work);
        Assert.Equal(2, shares);
    }

    [LinuxX64Theory]
    [InlineData(Downward)]
    [InlineData(Upward)]
    [InlineData(TowardZero)]
    public void ATeamDoesNotRunWithAWorkerThatDoesNotRoundToNearest(uint mode)
    {
        using var team = new WorkerTeam(2);
        team.Run(new EachThread(worker =>
        {
            if (worker == 1)
                ControlRegister.Write(ControlRegister.Read() | mode);
        }));
        var shares = 0;

        AssertRefusal(Record.Exception(() => team.Run(new SharedAction((_, _) => Interlocked.Increment(ref shares)))));

        Assert.Equal(0, shares);
    }

    private static Exception? In(uint mode, Action action)
    {
        var before = ControlRegister.Read();
        ControlRegister.Write(before | mode);
        var exception = Record.Exception(action);
        ControlRegister.Write(before);
        return exception;
    }

    private static void AssertRefusal(Exception? exception) =>
        Assert.Contains("not rounded to nearest", Assert.IsType<InvalidOperationException>(exception).Message);
}
