using System.Diagnostics;
using System.Globalization;

namespace FusedOptim.Benchmarks;

/// <summary>The process of benchmarks/torchsharp, which is idle between requests.</summary>
internal sealed class TorchSharpWorker : IDisposable
{
    private const string Ready = "ready ";
    // libtorch then asks for huge pages for tensors of 2 MiB and more.
    private const string HugePages = "THP_MEM_ALLOC_ENABLE";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly Process _process;

    private TorchSharpWorker(Process process, string description) => (_process, Description) = (process, description);

    /// <summary>The versions of TorchSharp and libtorch, and the number of threads.</summary>
    public string Description { get; }

    /// <summary>Builds the project, which restores TorchSharp the first time, and starts it; <see langword="null"/> and the reason
    /// where that fails.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="hasHugePages">Whether large tensors are in huge pages, as the memory of a <see cref="ParameterSet{T}"/> is.</param>
    public static TorchSharpWorker? TryStart(out string reason, bool hasHugePages = false)
    {
        if (FindProject() is not { } project)
        {
            reason = "there is no folder benchmarks/torchsharp above this program";
            return null;
        }

        using (var build = Process.Start(new ProcessStartInfo("dotnet", ["build", "-c", "Release", project, "-v", "quiet", "-nologo"])
        {
            RedirectStandardOutput = true,
        })!)
        {
            var output = build.StandardOutput.ReadToEndAsync();
            if (!build.WaitForExit(Patience) || build.ExitCode != 0)
            {
                build.Kill(entireProcessTree: true);
                reason = $"'dotnet build {project}' failed: {output.Result.Split('\n').FirstOrDefault(line => line.Contains("error"))}";
                return null;
            }
        }

        var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(project, "bin", "Release", "net10.0", "FusedOptim.TorchSharpWorker.dll")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { [HugePages] = hasHugePages ? "1" : "0" },
        })!;
        var line = process.StandardOutput.ReadLine() ?? "the process wrote nothing";
        if (line.StartsWith(Ready, StringComparison.Ordinal))
        {
            reason = "";
            return new TorchSharpWorker(process, line[Ready.Length..]);
        }

        process.Dispose();
        reason = line;
        return null;
    }

    /// <summary>Makes steps of a candidate.</summary>
    /// <param name="candidate">Its name in benchmarks/torchsharp.</param>
    /// <param name="steps">The number of steps.</param>
    /// <returns>The nanoseconds that they took.</returns>
    /// <exception cref="InvalidOperationException">The worker does not have the candidate.</exception>
    public double Time(string candidate, int steps)
    {
        var answer = Ask(string.Create(CultureInfo.InvariantCulture, $"{candidate} {steps}"));
        return long.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out var nanoseconds)
            ? nanoseconds
            : throw new InvalidOperationException($"TorchSharp cannot run '{candidate}': {answer}");
    }

    /// <summary>Releases the memory of all candidates, and sets the number of threads of those that come.</summary>
    public void SetThreads(int count) => Ask(string.Create(CultureInfo.InvariantCulture, $"threads {count}"));

    public void Dispose()
    {
        // The worker ends with its input.
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string? FindProject()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var project = Path.Combine(folder.FullName, "benchmarks", "torchsharp");
            if (Directory.Exists(project))
                return project;
        }

        return null;
    }

    private string Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() ??
            throw new InvalidOperationException($"TorchSharp's process ended at '{line}'.");
    }
}
