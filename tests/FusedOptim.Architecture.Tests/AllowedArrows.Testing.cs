namespace FusedOptim.Architecture.Tests;

/// <content>Those of the FusedOptim.Testing project.</content>
internal static partial class AllowedArrows
{
    private static IReadOnlyDictionary<string, string[]> Testing => new Dictionary<string, string[]>
    {
        [""] = ["Snapshots", "Verification"],
    };
}
