using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Checkpoints;

/// <summary>Compares the formats of an optimizer's states with those of a checkpoint: codes of one format mean other numbers in
/// another.</summary>
/// <param name="name">The optimizer's name in the file.</param>
/// <param name="optimizer">The optimizer.</param>
internal sealed class FormatMatch(string name, Optimizer optimizer) : CheckpointItem($"{name}.formats")
{
    // The metadata have it.
    public override bool HasTensor => false;

    public override void AddTo(SafetensorsWriter writer)
    {
    }

    public override void Load(SafetensorsFile file)
    {
    }

    public override void Check(SafetensorsFile file)
    {
        var saved = SavedOptimizer.ReadAll(file)[name].Groups;
        foreach (var group in SavedOptimizer.Of(optimizer).Groups)
        {
            // The groups were compared before.
            var formats = saved.First(other => other.Parameters.Contains(group.Parameters[0])).Formats;
            foreach (var (key, format) in group.Formats)
            {
                if (formats.GetValueOrDefault(key) != format)
                {
                    throw new InvalidDataException(
                        $"{Describe(file, key, formats, format)} Make the optimizer with the formats that it had when the file was saved.");
                }
            }
        }
    }

    /// <summary>Says that states have another format.</summary>
    /// <param name="file">The file.</param>
    /// <param name="key">The key of the states.</param>
    /// <param name="saved">The formats of the file, by keys.</param>
    /// <param name="here">The name of the format; <see langword="null"/> where states are stored as kernels take them.</param>
    public static string Describe(
        SafetensorsFile file, string key, IReadOnlyDictionary<string, string> saved, string? here) =>
        $"The states '{key}' in {file.Path} have the format {NameList.Quote(saved.GetValueOrDefault(key, "none"))}, " +
        $"here '{here ?? "none"}'.";
}
