using FusedOptim.Execution;
using FusedOptim.Tests.CompilerServices;

namespace FusedOptim.Tests.Execution;

public class WorkerTeamFloatingPointTests
{
    private const uint FlushToZero = 0x8000;
    private const uint DenormalsAreZero = 0x0040;

    [LinuxX64Theory]
    [InlineData(FlushToZero)]
    [InlineData(DenormalsAreZero)]
    public void RefusesToRunWithAWorkerThatFlushesDenormalNumbers(uint flag)
    {
        using var team = new WorkerTeam(2);
        team.Run(new EachThread(worker =>
        {
            if (worker == 1)
                ControlRegister.Write(ControlRegister.Read() | flag);
        }));
        var shares = 0;

        var exception = Assert.Throws<InvalidOperationException>(
            () => team.Run(new SharedAction((_, _) => Interlocked.Increment(ref shares))));

        Assert.Contains("flushed to zero", exception.Message);
        Assert.Equal(0, shares);
    }

    [LinuxX64Theory]
    [InlineData(FlushToZero)]
    [InlineData(DenormalsAreZero)]
    public void RefusesToRunForACallerThatFlushesDenormalNumbers(uint flag)
    {
        using var team = new WorkerTeam(2);
        var shares = 0;
        var work = new SharedAction((_, _) => Interlocked.Increment(ref shares));

        var before = ControlRegister.Read();
        ControlRegister.Write(before | flag);
        var exception = Record.Exception(() => team.Run(work));
        ControlRegister.Write(before);

        Assert.IsType<InvalidOperationException>(exception);
        Assert.Equal(0, shares);
        team.Run(work);
        Assert.Equal(2, shares);
    }
}
