using System.Diagnostics;

namespace FusedOptim.Benchmarks;

/// <summary>A process of the program tests/aot, from its start to the end of its first step.</summary>
internal sealed class StartupCandidate(string name, string file, params string[] arguments) : ICandidate
{
    public string Name => name;

    /// <summary>Starts the process and waits until it has said that it stepped.</summary>
    public void Step()
    {
        using var process = Start(steps: 0);
        process.StandardOutput.ReadLine();
        process.WaitForExit();
    }

    /// <inheritdoc/>
    /// <remarks>Without the end of the processes.</remarks>
    public double Time(int repetitions)
    {
        var nanoseconds = 0.0;
        for (var i = 0; i < repetitions; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using var process = Start(steps: 0);
            process.StandardOutput.ReadLine();
            nanoseconds += Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            process.WaitForExit();
        }

        return nanoseconds;
    }

    /// <summary>The nanoseconds of a step after the first, as the process measures them.</summary>
    /// <param name="steps">The number of steps.</param>
    public double TimeSteps(int steps)
    {
        using var process = Start(steps);
        process.StandardOutput.ReadLine();
        var nanoseconds = double.Parse(process.StandardOutput.ReadLine()!, System.Globalization.CultureInfo.InvariantCulture);
        process.WaitForExit();
        return nanoseconds;
    }

    private Process Start(int steps) => Process.Start(
        new ProcessStartInfo(file, [.. arguments, $"{steps}"]) { RedirectStandardOutput = true })!;
}
