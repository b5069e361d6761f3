namespace FusedOptim.Architecture.Tests;

/// <content>Those of the core runtime.</content>
internal static partial class AllowedArrows
{
    private static IReadOnlyDictionary<string, string[]> Runtime => new Dictionary<string, string[]>
    {
        ["CompilerServices"] = ["Shapes"],
        ["CompilerServices/Vectors"] = ["CompilerServices"],
        ["Execution"] = ["CompilerServices"],
        ["Schema"] = ["Declaration", "Numerics"],
        ["CompilerServices/Phases"] = ["CompilerServices", "CompilerServices/Vectors", "Execution", "Shapes"],
        ["Matrices"] = ["CompilerServices", "Declaration", "Memory", "Numerics", "Schema", "Shapes"],
        ["UpdateRules"] =
        [
            "CompilerServices", "CompilerServices/Phases", "Declaration", "Execution", "LinearAlgebra", "Matrices", "Numerics", "Schema", "Shapes",
        ],
        ["Formats"] = ["CompilerServices", "Execution", "Memory", "UpdateRules"],
        ["Numerics"] = ["CompilerServices"],
        ["Options"] = ["Execution", "Formats", "Guards"],
        ["Parameters"] = ["Execution", "Memory", "Formats", "Numerics", "Shapes"],
        ["Clipping"] = ["CompilerServices", "Execution", "Memory", "Formats", "Guards", "Numerics", "Options", "Parameters", "Shapes"],
        ["Functions"] = ["CompilerServices", "CompilerServices/Vectors", "Execution", "Declaration", "Schema"],
        ["Groups"] = ["CompilerServices", "Execution", "Memory", "Declaration", "Schema", "UpdateRules", "Formats", "Matrices", "Options", "Parameters", "Shapes"],
        ["Instruments"] = ["Options"],
        ["Kernels"] =
        [
            "CompilerServices", "Execution", "Memory", "Declaration", "Schema", "UpdateRules",
            "Formats", "Matrices", "Numerics", "Options", "Parameters", "Groups",
        ],
        ["LinearAlgebra"] = ["CompilerServices", "Execution", "Guards", "Memory", "Numerics"],
        ["Schedules"] = ["Guards", "Numerics"],
        ["Stepping"] = [
            "Execution", "Memory", "Declaration", "CompilerServices", "Schema", "UpdateRules", "Formats", "LinearAlgebra", "Matrices", "Numerics",
            "Parameters", "Groups", "Kernels", "Shapes",
        ],
        ["Optimization"] =
        [
            "Execution", "Memory", "Declaration", "Schema", "UpdateRules", "Formats", "Guards", "Matrices", "Numerics",
            "Options", "Parameters", "Clipping", "Groups", "Instruments", "Kernels", "Schedules", "Shapes", "Stepping",
        ],
        ["Rules"] = ["Declaration", "LinearAlgebra", "Numerics"],
    };
}
