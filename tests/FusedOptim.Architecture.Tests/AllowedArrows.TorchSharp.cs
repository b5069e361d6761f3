namespace FusedOptim.Architecture.Tests;

/// <content>Those of the FusedOptim.TorchSharp project.</content>
internal static partial class AllowedArrows
{
    private static IReadOnlyDictionary<string, string[]> TorchSharp => new Dictionary<string, string[]>
    {
        ["Optimizers"] = ["Groups", "Interop"],
    };
}
