using System.Diagnostics;

namespace FusedOptim.Benchmarks;

/// <summary>From the start of a process to the end of its first step, ahead of time and just in time.</summary>
internal static class StartupGroup
{
    private const double Millisecond = 1e6;
    private const int Steps = 2_000;
    private const int Processes = 5;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(15);

    public static RatioGroup Group { get; } = new(
        "startup", "a process from its start to the end of its first step of AdamW on 100,000 elements, and a step after that", Run);

    private static GroupResult Run()
    {
        var folder = Directory.CreateTempSubdirectory("fusedoptim-startup-");
        try
        {
            if (FindProject() is not { } project)
                return new GroupResult([]) { Notes = ["left out: there is no folder tests/aot above this program"] };
            if (!TryDotnet("publish", project, "-p:IlcInstructionSet=native", "-o", folder.FullName) || !TryDotnet("build", project))
                return new GroupResult([]) { Notes = ["left out: 'bash tests/aot/run.sh' says why the program cannot be published"] };
            var program = Path.Combine(folder.FullName, "FusedOptim.AheadOfTime");
            var aot = new StartupCandidate("ahead of time", program);
            var jit = new StartupCandidate(
                "just in time", "dotnet", Path.Combine(project, "bin", "Release", "net10.0", "FusedOptim.AheadOfTime.dll"));
            var timings = InterleavedTiming.MeasureLarge([aot, jit], Millisecond, Budget);
            return new GroupResult(
            [
                new RatioRow("startup-first-step-ahead-of-time", timings[0].Quartiles, "ms") { AtMost = 15 },
                new RatioRow("startup-first-step-just-in-time", timings[1].Quartiles, "ms"),
                new RatioRow("startup-step-ahead-of-time", StepTime(aot), "ns"),
                new RatioRow("startup-step-just-in-time", StepTime(jit), "ns"),
                new RatioRow("startup-program", Quartiles.Exactly(new FileInfo(program).Length), "bytes"),
            ])
            {
                Timings = [("ms, to the end of the first step", timings)],
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Quartiles StepTime(StartupCandidate candidate) =>
        Quartiles.Of(Enumerable.Range(0, Processes).Select(_ => candidate.TimeSteps(Steps)));

    private static bool TryDotnet(string command, string project, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [command, project, "-c", "Release", "-v", "quiet", "-nologo", .. arguments]) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static string? FindProject()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var project = Path.Combine(folder.FullName, "tests", "aot");
            if (File.Exists(Path.Combine(project, "run.sh")))
                return project;
        }

        return null;
    }
}
