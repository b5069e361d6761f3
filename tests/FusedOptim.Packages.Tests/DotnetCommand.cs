using System.Diagnostics;

namespace FusedOptim.Packages.Tests;

/// <summary>The command <c>dotnet</c>, run as from a shell, with its own package cache.</summary>
internal static class DotnetCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Runs the command to its end.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="cachePath">The folder of the package cache.</param>
    /// <param name="arguments">The arguments.</param>
    public static CommandResult Run(string folder, string cachePath, params string[] arguments) =>
        Run(folder, cachePath, [], arguments);

    /// <summary>Runs the command to its end.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="cachePath">The folder of the package cache.</param>
    /// <param name="variables">Additional environment variables.</param>
    /// <param name="arguments">The arguments.</param>
    public static CommandResult Run(
        string folder, string cachePath, IEnumerable<(string Name, string Value)> variables, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Those of the test run are not those of a shell: they name its build engine, or force a target.
        foreach (var name in start.Environment.Keys.Where(IsOfTheTestRun).ToList())
            start.Environment.Remove(name);
        start.Environment["NUGET_PACKAGES"] = cachePath;
        // The SDK keeps what it builds of single files there; packages that were downloaded before are still found.
        start.Environment["NUGET_HTTP_CACHE_PATH"] = Environment.GetEnvironmentVariable("NUGET_HTTP_CACHE_PATH") ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "NuGet", "http-cache");
        start.Environment["XDG_DATA_HOME"] = Directory.CreateDirectory(cachePath + "-data").FullName;
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        // Servers outlive the command, and hold the streams that are read here to their end.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var command = $"dotnet {string.Join(' ', arguments)}";
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{command} did not end within {Patience}.");
        }

        return new(command, process.ExitCode, output.Result + error.Result);
    }

    private static bool IsOfTheTestRun(string variable) => ((string[])["MSBUILD", "VSTEST", "FUSEDOPTIM_", "DOTNET_Enable"])
        .Any(prefix => variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
