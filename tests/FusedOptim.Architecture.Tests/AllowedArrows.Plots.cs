namespace FusedOptim.Architecture.Tests;

/// <content>Those of the FusedOptim.Training.Plots project.</content>
internal static partial class AllowedArrows
{
    private static IReadOnlyDictionary<string, string[]> Plots => new Dictionary<string, string[]>
    {
        ["Figures"] = ["Drawing"],
        ["Pages"] = ["Drawing", "Figures"],
    };
}
