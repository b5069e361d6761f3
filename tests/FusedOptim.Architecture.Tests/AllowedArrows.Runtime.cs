namespace FusedOptim.Architecture.Tests;

/// <content>Those of the FusedOptim.Runtime project.</content>
internal static partial class AllowedArrows
{
    private static IReadOnlyDictionary<string, string[]> Runtime => new Dictionary<string, string[]>
    {
    };
}
