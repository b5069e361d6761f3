using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using FusedOptim.CompilerServices;

namespace FusedOptim.Benchmarks;

/// <summary>The machine's own C compiler, where there is one: <c>CC</c> of the environment, otherwise <c>cc</c>.</summary>
internal static class CCompiler
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Compiles native/adamw.c and loads it.</summary>
    /// <param name="options">Options beside <c>-Ofast -fPIC</c>, such as <c>-march=native</c>.</param>
    /// <param name="reason">Why there is no result, in words.</param>
    /// <returns>The address of <c>adamw</c>, which stays loaded; zero where it cannot be had.</returns>
    public static nint TryCompile(string options, out string reason)
    {
        reason = "";
        if (OperatingSystem.IsWindows())
        {
            reason = "compiling C is tried on Linux and macOS only";
            return 0;
        }

        var compiler = Environment.GetEnvironmentVariable("CC") is { Length: > 0 } name ? name : "cc";
        var directory = Directory.CreateTempSubdirectory("fusedoptim-benchmarks-");
        try
        {
            var source = Path.Combine(AppContext.BaseDirectory, "native", "adamw.c");
            var compiled = Path.Combine(directory.FullName, "adamw.o");
            var library = Path.Combine(directory.FullName, "adamw.so");
            // Two steps: linking with -Ofast adds start-up code that flushes denormals on the thread that loads it.
            if (!TryRun(compiler, $"-Ofast {options} -fPIC -c \"{source}\" -o \"{compiled}\"", out reason) ||
                !TryRun(compiler, $"-shared \"{compiled}\" -o \"{library}\"", out reason))
            {
                return 0;
            }

            var address = NativeLibrary.GetExport(NativeLibrary.Load(library), "adamw");
            FloatingPointEnvironment.Check();
            return address;
        }
        finally
        {
            // A loaded library stays mapped when its file goes.
            directory.Delete(recursive: true);
        }
    }

    private static bool TryRun(string compiler, string arguments, out string reason)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo(compiler, arguments) { RedirectStandardError = true })!;
        }
        catch (Win32Exception)
        {
            reason = $"no C compiler: '{compiler}' cannot be started";
            return false;
        }

        using (process)
        {
            var error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                reason = $"'{compiler} {arguments}' did not end within {Patience.TotalSeconds:F0} s";
                return false;
            }

            var firstLine = error.Result.Split('\n')[0];
            reason = process.ExitCode == 0 ? "" : $"'{compiler} {arguments}' failed: {firstLine}";
            return process.ExitCode == 0;
        }
    }
}
