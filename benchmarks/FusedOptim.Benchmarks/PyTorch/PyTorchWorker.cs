using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace FusedOptim.Benchmarks;

/// <summary>The process of pytorch/worker.py, which does nothing while nobody asks it to.</summary>
internal sealed class PyTorchWorker : IDisposable
{
    private const string DebianPython = "/usr/bin/python3";
    private const string Ready = "ready ";
    private readonly Process _process;

    private PyTorchWorker(Process process, string description) => (_process, Description) = (process, description);

    /// <summary>Version, threads and library for matrix products.</summary>
    public string Description { get; }

    /// <summary>
    /// Starts it with the Python of the environment variable <c>PYTHON</c>, otherwise Debian's; where there is no PyTorch,
    /// <see langword="null"/> and the reason.
    /// </summary>
    public static PyTorchWorker? TryStart(out string reason)
    {
        var python = Environment.GetEnvironmentVariable("PYTHON") is { Length: > 0 } name ? name
            : File.Exists(DebianPython) ? DebianPython : "python3";
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo(
                python, [Path.Combine(AppContext.BaseDirectory, "pytorch", "worker.py")])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
        }
        catch (Win32Exception)
        {
            reason = $"'{python}' cannot be started";
            return null;
        }

        var line = process.StandardOutput.ReadLine() ?? "it said nothing";
        if (line.StartsWith(Ready, StringComparison.Ordinal))
        {
            reason = "";
            return new PyTorchWorker(process, line[Ready.Length..]);
        }

        process.Dispose();
        reason = $"{python}: {line}";
        return null;
    }

    /// <summary>Makes steps of a candidate of the script.</summary>
    /// <param name="candidate">Its name there.</param>
    /// <param name="steps">How many.</param>
    /// <param name="reason">Why there is no result: this PyTorch does not have the candidate.</param>
    /// <returns>The nanoseconds that they took.</returns>
    public double? TryTime(string candidate, int steps, out string reason)
    {
        reason = Ask(string.Create(CultureInfo.InvariantCulture, $"{candidate} {steps}"));
        return long.TryParse(reason, NumberStyles.None, CultureInfo.InvariantCulture, out var nanoseconds) ? nanoseconds : null;
    }

    /// <summary>Gives up the memory of all candidates.</summary>
    public void Clear() => Ask("clear");

    public void Dispose()
    {
        // The script ends with its input.
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() ??
            throw new InvalidOperationException($"PyTorch's process ended when it was asked for '{line}'.");
    }
}
