using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Checkpoints;

/// <summary>A text in the metadata of a checkpoint, which a file may have or not.</summary>
/// <param name="name">Its key in the metadata.</param>
/// <param name="get">Gives the text; <see langword="null"/> for none.</param>
/// <param name="set">Sets it; <see langword="null"/> where the file has none.</param>
/// <param name="findFault">Says what is wrong with a text; <see langword="null"/> where nothing is.</param>
internal sealed class TextItem(string name, Func<string?> get, Action<string?> set, Func<string, string?> findFault)
    : CheckpointItem(name)
{
    public override bool HasTensor => false;

    public override void AddTo(SafetensorsWriter writer)
    {
        if (get() is { } text)
            writer.AddMetadata(Name, text);
    }

    public override void Check(SafetensorsFile file)
    {
        if (file.Metadata.TryGetValue(Name, out var text) && findFault(text) is { } fault)
        {
            throw new InvalidDataException(
                $"The metadata '{Name}' of {file.Path} are not valid: {fault}. They are {NameList.Quote(text)}.");
        }
    }

    public override void Load(SafetensorsFile file) => set(file.Metadata.GetValueOrDefault(Name));

    /// <summary>Takes the text of a file that is loaded as far as it fits; none leaves what is there.</summary>
    public void LoadMatching(SafetensorsFile file)
    {
        if (file.Metadata.TryGetValue(Name, out var text))
            set(text);
    }
}
