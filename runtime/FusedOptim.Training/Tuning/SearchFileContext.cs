using System.Text.Json.Serialization;

namespace FusedOptim.Training.Tuning;

/// <summary>Reads and writes the lines of the file of a search without reflection.</summary>
[JsonSourceGenerationOptions(
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SavedSearch))]
[JsonSerializable(typeof(SavedTrial))]
internal sealed partial class SearchFileContext : JsonSerializerContext;
