using FusedOptim.Execution;

namespace FusedOptim.Tests.Execution;

[Trait("Kind", "Threads")]
public class ProcessorAvoidanceTests
{
    [Fact]
    public void AThreadLeavesTheProcessorThatItAvoids()
    {
        if (!OperatingSystem.IsLinux() || Environment.ProcessorCount < 2)
            return;
        var processors = new List<(int Avoided, int Used)>();
        // The processors of a thread are its own, so that no other test is concerned.
        var thread = new Thread(() =>
        {
            var avoidance = new ProcessorAvoidance();
            for (var i = 0; i < 100; i++)
            {
                var avoided = ProcessorAvoidance.Current;
                avoidance.Avoid(avoided);
                processors.Add((avoided, ProcessorAvoidance.Current));
            }
        });
        thread.Start();
        thread.Join();

        Assert.Equal(100, processors.Count);
        Assert.All(processors, pair => Assert.NotEqual(pair.Avoided, pair.Used));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(int.MaxValue)]
    public void AProcessorThatDoesNotExistIsNotAvoided(int processor)
    {
        var isAlive = false;
        var thread = new Thread(() =>
        {
            new ProcessorAvoidance().Avoid(processor);
            isAlive = true;
        });
        thread.Start();
        thread.Join();

        Assert.True(isAlive);
    }
}
