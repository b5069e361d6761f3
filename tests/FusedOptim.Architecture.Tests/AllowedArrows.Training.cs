namespace FusedOptim.Architecture.Tests;

/// <content>Those of the FusedOptim.Training project, from the bottom up: a folder names folders that are earlier in the list, and
/// those that name no other (Collections, Files, LinearAlgebra, Numerics, Randomness).</content>
internal static partial class AllowedArrows
{
    private static IReadOnlyDictionary<string, string[]> Training => new Dictionary<string, string[]>
    {
        ["Safetensors"] = ["Files"],
        ["Data"] = ["Collections", "Randomness"],
        ["Data/Csv"] = ["Collections", "Data", "Files"],
        ["Data/Files"] = ["Data", "Files"],
        ["Data/Images"] = ["Data", "Numerics", "Randomness"],
        ["Data/Text"] = ["Collections", "Randomness"],
        ["Data/Preprocessing"] = ["Data", "Safetensors"],
        ["Checkpoints"] = ["Collections", "Data/Preprocessing", "Files", "Safetensors"],
        ["Initialization"] = ["Numerics", "Randomness"],
        ["Layers/Computing"] = ["Numerics", "Randomness"],
        ["Layers"] = ["Collections", "Initialization", "Layers/Computing", "Numerics", "Randomness"],
        ["Layers/Activations"] = ["Layers", "Layers/Computing"],
        ["Losses"] = ["Collections", "Data", "Numerics"],
        ["Models"] =
        [
            "Checkpoints", "Collections", "Data", "Data/Preprocessing", "Initialization", "Layers", "Layers/Computing",
            "Numerics",
        ],
        ["Metrics"] = ["Collections", "Data", "Data/Preprocessing", "Models"],
        ["Statistics"] = ["Collections", "Layers/Activations", "Models"],
        ["Checking"] = ["Collections", "Data", "Layers/Activations", "Losses", "Models", "Numerics", "Statistics"],
        ["Trainers"] =
        [
            "Checking", "Checkpoints", "Collections", "Data", "Data/Preprocessing", "Files", "Losses", "Metrics", "Models", "Numerics",
            "Randomness",
        ],
        ["Landscapes"] = ["Collections", "Data", "Losses", "Models", "Numerics", "Randomness", "Trainers"],
        ["Ensembles"] = ["Collections", "Data", "Layers", "Losses", "Models", "Numerics", "Trainers"],
        ["Tuning"] = ["Collections", "Data", "Files", "Layers", "Layers/Activations", "Losses", "Models", "Randomness", "Trainers"],
    };
}
