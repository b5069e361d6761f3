namespace FusedOptim.Architecture.Tests;

/// <content>Those of the FusedOptim.Generator project.</content>
internal static partial class AllowedArrows
{
    private static IReadOnlyDictionary<string, string[]> Generator => new Dictionary<string, string[]>
    {
    };
}
