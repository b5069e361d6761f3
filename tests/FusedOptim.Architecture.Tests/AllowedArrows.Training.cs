namespace FusedOptim.Architecture.Tests;

/// <content>Those of the FusedOptim.Training project.</content>
internal static partial class AllowedArrows
{
    private static IReadOnlyDictionary<string, string[]> Training => new Dictionary<string, string[]>
    {
    };
}
