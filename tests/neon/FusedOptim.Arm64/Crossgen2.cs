using System.Diagnostics;
using System.Reflection;

namespace FusedOptim.Arm64;

/// <summary>The ahead-of-time compiler of .NET, from its package: it compiles for Arm on any processor that it runs on.</summary>
internal static class Crossgen2
{
    private static readonly string? Program = Metadata("Crossgen2");

    /// <summary>Whether the package is there; it is on Linux on x64.</summary>
    public static bool IsAvailable => Program is not null && File.Exists(Program);

    /// <summary>The version of the package.</summary>
    public static string Version => Metadata("Crossgen2Version") ?? "none";

    /// <summary>Compiles all methods of an assembly for arm64, with all vector instructions that every arm64 processor has.</summary>
    /// <param name="assembly">The file of the assembly.</param>
    /// <param name="directory">Where files may be written: the image, its map, and the assembly as it is compiled.</param>
    /// <exception cref="InvalidOperationException">The compiler is not there, or fails.</exception>
    public static Arm64Image Compile(string assembly, string directory)
    {
        if (!IsAvailable)
            throw new InvalidOperationException("crossgen2 is not there: its package is restored on Linux on x64 alone.");
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var name = Path.GetFileNameWithoutExtension(assembly);
        var input = Path.Combine(Directory.CreateDirectory(Path.Combine(directory, "il")).FullName, name + ".dll");
        var output = Path.Combine(directory, name + ".dll");
        File.WriteAllBytes(input, AheadOfTimeAssembly.Of(File.ReadAllBytes(assembly)));
        Run(
            input, "-o", output, "--targetarch", "arm64", "--targetos", "linux", "-O",
            // The framework is compiled into the methods, as the just-in-time compiler does it.
            "--inputbubble", "-r", Path.Combine(framework, "*.dll"), "--inputbubbleref", Path.Combine(framework, "*.dll"),
            "--map");
        return Arm64Image.Read(File.ReadAllBytes(output), File.ReadAllLines(Path.ChangeExtension(output, ".map")));
    }

    private static void Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var messages = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"crossgen2 failed with {process.ExitCode}.\n{messages}\n{errors.Result}");
    }

    private static string? Metadata(string key) => typeof(Crossgen2).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().SingleOrDefault(attribute => attribute.Key == key)?.Value;
}
