using System.Diagnostics;
using System.Reflection;
using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.Samples.Tests;

/// <summary>The samples that are one file each, compiled and run as their user does.</summary>
public sealed class SingleFileTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData("spirals.cs", @"^(9\d\.\d|100\.0) ?% of 200 new points are on the right spiral")]
    [InlineData("rule.cs", @"step 20000: \((0\.99|1\.00)\d\d, (0\.99|1\.00|0\.98)\d\d\)")]
    [InlineData("onnx.cs", @"^accuracy (9\d\.\d|100\.0) ?%; the model has \d{4} bytes")]
    [InlineData("metrics.cs", @"epoch 5: loss 0\.\d{3}, gradient norm \d\.\d{3}")]
    public void TheSampleRuns(string file, string expected) => Assert.Matches(expected, Run(file));

    [Fact]
    public void TheFirstSampleIsTheFirstProgramOfTheReadme()
    {
        var readme = File.ReadAllLines(Repository.PathOf("README.md"));
        var program = readme.SkipWhile(static line => line != "// spirals.cs").Skip(2).TakeWhile(static line => line != "```");
        var sample = File.ReadAllLines(Repository.PathOf("samples", "SingleFiles", "spirals.cs"));
        Assert.Equal(program, sample.SkipWhile(static line => !line.StartsWith("#:", StringComparison.Ordinal)).Skip(1));
    }

    [Fact]
    public void EverySampleIsRun() => Assert.Equal(
        ["metrics.cs", "onnx.cs", "rule.cs", "spirals.cs"],
        Directory.GetFiles(Repository.PathOf("samples", "SingleFiles"), "*.cs").Select(Path.GetFileName).Order());

    // The libraries are not built again: other tests use what is built.
    private static string Run(string file)
    {
        var configuration = typeof(SingleFileTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var path = Repository.PathOf("samples", "SingleFiles", file);
        Dotnet("build", path, "-c", configuration, "-nologo", "-v", "quiet", "-p:BuildProjectReferences=false");
        return Dotnet("run", "-c", configuration, "--no-build", path);
    }

    private static string Dotnet(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Those of the test run are not those of a shell: they name its build engine, or force a target.
        foreach (var name in start.Environment.Keys.Where(IsOfTheTestRun).ToList())
            start.Environment.Remove(name);
        start.Environment["DOTNET_NOLOGO"] = "1";
        // Servers outlive the command, and hold the streams that are read here to their end.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"dotnet {string.Join(' ', arguments)} did not end within {s_patience}.");
        }

        Assert.True(process.ExitCode == 0, output.Result + error.Result);
        return output.Result;
    }

    private static bool IsOfTheTestRun(string variable) => ((string[])["MSBUILD", "VSTEST", "FUSEDOPTIM_", "DOTNET_Enable"])
        .Any(prefix => variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
