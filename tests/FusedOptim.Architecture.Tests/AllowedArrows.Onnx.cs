namespace FusedOptim.Architecture.Tests;

/// <content>Those of the FusedOptim.Training.Onnx project.</content>
internal static partial class AllowedArrows
{
    private static IReadOnlyDictionary<string, string[]> Onnx => new Dictionary<string, string[]>
    {
        ["Export"] = ["Graph"],
    };
}
