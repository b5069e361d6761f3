namespace FusedOptim.Architecture.Tests;

/// <content>Those of the core runtime.</content>
internal static partial class AllowedArrows
{
    private static IReadOnlyDictionary<string, string[]> Runtime => new Dictionary<string, string[]>
    {
        ["CompilerServices/Vectors"] = ["CompilerServices"],
        ["Execution"] = ["CompilerServices"],
        ["Schema"] = ["Declaration"],
        ["CompilerServices/Phases"] = ["CompilerServices", "CompilerServices/Vectors", "Execution"],
        ["UpdateRules"] = ["CompilerServices", "CompilerServices/Phases", "Execution", "Numerics", "Schema"],
        ["Formats"] = ["CompilerServices", "Execution", "Memory", "UpdateRules"],
        ["Numerics"] = ["CompilerServices"],
        ["Options"] = ["Execution", "Formats", "Guards"],
        ["Parameters"] = ["Execution", "Memory", "Formats", "Numerics"],
        ["Clipping"] = ["CompilerServices", "Execution", "Memory", "Formats", "Guards", "Numerics", "Options", "Parameters"],
        ["Functions"] = ["CompilerServices", "CompilerServices/Vectors", "Execution", "Declaration", "Schema"],
        ["Groups"] = ["CompilerServices", "Execution", "Memory", "Declaration", "Schema", "UpdateRules", "Formats", "Options", "Parameters"],
        ["Kernels"] =
        [
            "CompilerServices", "Execution", "Memory", "Declaration", "Schema", "UpdateRules",
            "Formats", "Numerics", "Options", "Parameters", "Groups",
        ],
        ["LinearAlgebra"] = ["CompilerServices", "Execution", "Memory"],
        ["Schedules"] = ["Guards", "Numerics"],
        ["Stepping"] = ["Execution", "Memory", "Declaration", "Schema", "Formats", "Numerics", "Parameters", "Groups", "Kernels"],
        ["Optimization"] =
        [
            "Execution", "Memory", "Schema", "UpdateRules", "Formats", "Guards", "Numerics",
            "Options", "Parameters", "Clipping", "Groups", "Kernels", "Schedules", "Stepping",
        ],
        ["Rules"] = ["Declaration", "Numerics"],
    };
}
