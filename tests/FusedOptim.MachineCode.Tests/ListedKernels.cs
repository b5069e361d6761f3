using System.Diagnostics;
using FusedOptim.Execution;

namespace FusedOptim.MachineCode.Tests;

/// <summary>Has kernels compiled just in time, in a process of its own, and reads what the compiler lists.</summary>
internal static class ListedKernels
{
    /// <summary>The cost of the loop of each kernel of a target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="setting">The environment variable that makes the target the widest one, and its value.</param>
    /// <param name="rules">The namespace of the rules.</param>
    public static IReadOnlyDictionary<string, LoopCost> Count(
        KernelTarget target, (string Variable, string Value) setting, string rules = ListedKernel.ShippedRules)
    {
        var file = Path.GetTempFileName();
        try
        {
            var names = Compile(target, setting, rules, file);
            var methods = JitListing.Read(File.ReadAllText(file));
            var kernels = ListedKernel.All(target, rules).ToList();
            // Names are alike for all instantiations, so that the order tells them apart.
            Assert.Equal(kernels.Select(kernel => kernel.Name), names);
            Assert.Equal(kernels.Count, methods.Count);
            Assert.All(kernels.Zip(methods), pair => Assert.StartsWith(pair.First.ListedName, pair.Second.Name));
            return kernels.Zip(methods).ToDictionary(pair => pair.First.Name, pair => LoopCost.Of(pair.Second.Code));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string[] Compile(
        KernelTarget target, (string Variable, string Value) setting, string rules, string listingFile)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { typeof(ListedKernels).Assembly.Location, target.ToString(), rules },
            Environment =
            {
                [setting.Variable] = setting.Value,
                ["DOTNET_JitDisasm"] = "*IPhaseKernel.Run Run512 Run256 Run128 Run128Fused",
                ["DOTNET_JitStdOutFile"] = listingFile,
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var names = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"The kernels of {target} were not compiled: {names}\n{errors.Result}");
        return names.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
