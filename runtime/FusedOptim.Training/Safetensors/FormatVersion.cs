namespace FusedOptim.Training.Safetensors;

/// <summary>The version of the files of networks and of training, which their metadata state.</summary>
internal static class FormatVersion
{
    private const string Key = "format";

    // Version 2 has groups by the names of their parameters, and a digest of the whole file; version 3 has formats of states for
    // each group, and the best epoch.
    private const string Value = "FusedOptim checkpoint, version 3";

    public static void AddTo(SafetensorsWriter writer) => writer.AddMetadata(Key, Value);

    /// <summary>Throws unless a file is of this version.</summary>
    /// <exception cref="InvalidDataException">It is of another version, or says none.</exception>
    public static void Check(SafetensorsFile file)
    {
        if (!file.Metadata.TryGetValue(Key, out var stated))
        {
            throw new InvalidDataException(
                $"{file.Path} is not a checkpoint of FusedOptim: its metadata have no '{Key}'; it must be '{Value}'. " +
                $"{nameof(SafetensorsFile)} reads the tensors of any safetensors file.");
        }

        if (stated != Value)
        {
            throw new InvalidDataException(
                $"{file.Path} has the format {NameList.Quote(stated)}; this version of FusedOptim reads '{Value}' alone. Load it " +
                "with the version that saved it, or train again.");
        }
    }
}
