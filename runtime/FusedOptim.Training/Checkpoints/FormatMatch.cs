namespace FusedOptim.Training;

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
        var saved = SavedOptimizer.ReadAll(file)[name].Formats;
        foreach (var (key, format) in SavedOptimizer.FormatsOf(optimizer))
        {
            if (saved.GetValueOrDefault(key) != format)
            {
                throw new InvalidDataException(
                    $"The states '{key}' in {file.Path} have the format {NameList.Quote(saved.GetValueOrDefault(key, "none"))}, here " +
                    $"'{format}'. Make the optimizer with the formats that it had when the file was saved.");
            }
        }
    }
}
