using System.Diagnostics;

namespace FusedOptim.Training.Tests;

public class KilledTrainingTests
{
    private const int KillCount = 100;

    /// <summary>Training that saves every step is killed (SIGKILL) at random moments: each time it goes on from a complete
    /// checkpoint, and it ends with the bits of the run that was never interrupted.</summary>
    [Fact]
    public void EveryKilledRunEndsInTheSameBits()
    {
        var expected = InterruptedDigits.UninterruptedDigest();
        var random = new Random(7);
        var (kills, midEpoch) = (0, 0);
        // A busy machine may need more kills, not other results.
        bool IsEnough() => kills >= KillCount && midEpoch > KillCount / 2;
        while (!IsEnough())
        {
            using var file = new TemporaryFile();
            var (lastStep, longest) = (0, 400);
            while (true)
            {
                using var process = Start(file.Folder);
                var ready = process.StandardOutput.ReadLine()!.Split(' ');
                Assert.Equal(InterruptedDigits.Ready, ready[0]);
                var step = int.Parse(ready[1], System.Globalization.CultureInfo.InvariantCulture);
                Assert.True(step >= lastStep, $"It went on from step {step}, after one from {lastStep}.");
                // On a busy machine a run may need longer until it saves a step: a run without one makes the next runs longer.
                longest = step > lastStep ? 400 : longest + 200;
                (lastStep, midEpoch) = (step, midEpoch + (step % 45 == 0 ? 0 : 1));
                Assert.True(kills < 100 * KillCount, $"{kills} runs were killed, and {midEpoch} had begun within an epoch.");
                if (!IsEnough() && !process.WaitForExit(TimeSpan.FromMilliseconds(random.Next(longest))))
                {
                    process.Kill();
                    process.WaitForExit();
                    kills++;
                    continue;
                }

                var digest = process.StandardOutput.ReadLine();
                process.WaitForExit();
                Assert.Equal((0, expected), (process.ExitCode, digest));
                break;
            }
        }
    }

    private static Process Start(string folder) => Process.Start(
        new ProcessStartInfo(Environment.ProcessPath!, ["exec", typeof(InterruptedDigits).Assembly.Location, folder])
        {
            RedirectStandardOutput = true,
        })!;
}
