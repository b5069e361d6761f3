using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Data;

/// <summary>The numbers of one preprocessing in a file. The memory for a tensor is that which it has in the
/// file.</summary>
internal readonly struct PreprocessingTensors(SafetensorsFile file, string prefix, string content = "preprocessing")
{
    public string Prefix => prefix;

    /// <summary>What the metadata call it.</summary>
    public string Kind => Metadata("kind");

    /// <summary>The numbers of another, whose prefix goes on with a place.</summary>
    public PreprocessingTensors At(int place) => new(file, Invariant($"{prefix}.{place}"), content);

    public string Metadata(string name) => file.Metadata.TryGetValue($"{prefix}.{name}", out var text)
        ? text
        : throw Refusal($"there are no metadata '{prefix}.{name}'");

    /// <summary>Reads the names of the features that it takes; empty where the file has none.</summary>
    /// <param name="count">The number of features.</param>
    public IReadOnlyList<string> InputNames(int count)
    {
        var key = $"{prefix}.input_names";
        if (!file.Metadata.TryGetValue(key, out var text))
            return [];
        var names = SavedNames.Read(text, out var fault);
        if (fault is null && names.Count != count)
            fault = Invariant($"there are {names.Count} names for {count} features");
        return fault is null ? names : throw Refusal($"the metadata '{key}' are not valid: {fault}");
    }

    /// <summary>Reads a row of numbers.</summary>
    /// <param name="name">The name behind the prefix.</param>
    /// <param name="length">How many there must be; at least one where it is not said.</param>
    public double[] Vector(string name, int? length = null)
    {
        var tensor = Find(name, rank: 1);
        if (length is { } expected && tensor.ElementCount != expected)
            throw Refusal(Invariant($"the tensor '{tensor.Name}' has {tensor.ElementCount} elements; it must have {expected}"));
        return Read(tensor);
    }

    /// <summary>Reads a matrix, row by row.</summary>
    /// <param name="name">The name behind the prefix.</param>
    /// <param name="rows">How many rows there must be.</param>
    /// <param name="columns">How many columns there must be.</param>
    public double[] Matrix(string name, int rows, int columns)
    {
        var tensor = Find(name, rank: 2);
        if (tensor.Shape[0] != rows || tensor.Shape[1] != columns)
        {
            throw Refusal(
                Invariant($"the tensor '{tensor.Name}' is {tensor.Shape[0]} × {tensor.Shape[1]}; it must be {rows} × {columns}"));
        }

        return Read(tensor);
    }

    /// <summary>Throws unless numbers are not negative.</summary>
    public void CheckNotNegative(string name, ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (value < 0)
            {
                throw Refusal(Invariant(
                    $"the tensor '{prefix}.{name}' has the element {value}; it must not be negative"));
            }
        }
    }

    public InvalidDataException Refusal(string fault) => new($"{file.Path} has no valid {content}: {fault}.");

    private SafetensorsTensor Find(string name, int rank)
    {
        var tensor = file.Find($"{prefix}.{name}") ?? throw Refusal($"there is no tensor '{prefix}.{name}'");
        if (tensor.DtypeName != nameof(SafetensorsDtype.F64) || tensor.Shape.Length != rank)
        {
            throw Refusal(
                $"the tensor '{tensor.Name}' is of {tensor.DtypeName} in {tensor.Shape.Length} dimensions; it must be of " +
                Invariant($"{SafetensorsDtype.F64} in {rank}"));
        }

        return tensor.ElementCount is >= 1 and <= int.MaxValue / sizeof(double)
            ? tensor
            : throw Refusal(
                Invariant($"the tensor '{tensor.Name}' has {tensor.ElementCount} elements; it must have from 1 to ") +
                $"{int.MaxValue / sizeof(double)}");
    }

    private double[] Read(SafetensorsTensor tensor)
    {
        var values = new double[tensor.ElementCount];
        file.Read<double>(tensor.Name, values);
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
            {
                throw Refusal(Invariant(
                    $"the tensor '{tensor.Name}' has the element {value}; all must be finite"));
            }
        }

        return values;
    }
}
