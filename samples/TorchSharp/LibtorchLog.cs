using System.Runtime.InteropServices;

namespace FusedOptim.Samples.TorchSharpTraining;

/// <summary>The warnings that libtorch writes to the console.</summary>
internal static partial class LibtorchLog
{
    /// <summary>Writes errors alone from now on. Call this method before libtorch is loaded.</summary>
    /// <remarks>Each convolution on a processor without NNPACK writes a warning otherwise, across the table of the race.</remarks>
    public static void OnlyErrors()
    {
        if (!OperatingSystem.IsWindows())
            _ = SetEnvironmentVariable("TORCH_CPP_LOG_LEVEL", "ERROR", overwrite: 0);
    }

    // The runtime's Environment.SetEnvironmentVariable does not change what native code reads.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
