namespace FusedOptim.Architecture.Tests;

/// <summary>The arrows that each project may have: of each folder, the folders whose types it may name.</summary>
internal static partial class AllowedArrows
{
    /// <summary>Of each project, by its folder.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string[]>> Projects { get; } =
        new Dictionary<string, IReadOnlyDictionary<string, string[]>>
        {
            ["generator/FusedOptim.Generator"] = Generator,
            ["runtime/FusedOptim"] = Runtime,
            ["runtime/FusedOptim.Training"] = Training,
            ["runtime/FusedOptim.Testing"] = Testing,
            ["runtime/FusedOptim.TorchSharp"] = TorchSharp,
            ["runtime/FusedOptim.Training.Onnx"] = Onnx,
            ["runtime/FusedOptim.Training.Plots"] = Plots,
        };
}
