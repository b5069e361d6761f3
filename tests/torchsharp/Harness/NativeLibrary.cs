using System.Runtime.CompilerServices;
using FusedOptim.TorchSharpWorker;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace FusedOptim.TorchTests.Harness;

/// <summary>Prepares TorchSharp's native library before any test uses it.</summary>
internal static class NativeLibrary
{
    /// <summary>The path of the library.</summary>
    public static string Path { get; } =
        System.IO.Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");

    [ModuleInitializer]
    internal static void Prepare() => OldLibstdcxx.Accept(Path);
}
