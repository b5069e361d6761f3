using FusedOptim.Formats;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Interop;

/// <summary>The states of a PyTorch optimizer in a safetensors file.</summary>
internal sealed class StateFile : IDisposable
{
    private const string StepKey = "step";

    private readonly SafetensorsFile _file;
    private readonly ILookup<string, SafetensorsTensor> _byParameter;

    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public StateFile(string path)
    {
        _file = SafetensorsFile.Open(path);
        // The last part of a name is the key.
        _byParameter = _file.Tensors.ToLookup(
            tensor => tensor.Name[..Math.Max(0, tensor.Name.LastIndexOf('.'))], StringComparer.Ordinal);
    }

    /// <summary>Finds the states of a parameter. Without a number of steps, a state counts as one step.</summary>
    public ImportedStates? Find(string parameter)
    {
        var tensors = new Dictionary<string, ImportedTensor>(StringComparer.Ordinal);
        var scalars = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var tensor in _byParameter[parameter])
        {
            var key = tensor.Name[(parameter.Length + 1)..];
            if (tensor.Shape.IsEmpty)
                scalars[key] = Read(tensor)[0];
            // Both, because a parameter may have no dimensions.
            if (key != StepKey)
                tensors[key] = new(tensor.ElementCount, () => Read(tensor));
        }

        if (tensors.Count == 0 && scalars.Count == 0)
            return null;
        var steps = scalars.GetValueOrDefault(StepKey, 1);
        if (!(steps >= 0 && steps <= int.MaxValue && steps == Math.Truncate(steps)))
        {
            throw new InvalidDataException(
                Invariant($"The number of steps '{parameter}.{StepKey}' is {steps}; it must be a whole number from 0 to {int.MaxValue}."));
        }

        return new((int)steps, tensors, scalars);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private double[] Read(SafetensorsTensor tensor) => tensor.DtypeName switch
    {
        "F64" => Read<double>(tensor, value => value),
        "F32" => Read<float>(tensor, value => value),
        "F16" => Read<Half>(tensor, value => (double)value),
        "BF16" => Read<BFloat16>(tensor, value => (float)value),
        "I64" => Read<long>(tensor, value => value),
        "I32" => Read<int>(tensor, value => value),
        var type => throw new InvalidDataException(
            $"The tensor '{tensor.Name}' has elements of type {type}; states must be of F64, F32, F16 or BF16."),
    };

    private double[] Read<T>(SafetensorsTensor tensor, Converter<T, double> convert)
        where T : unmanaged
    {
        var elements = new T[tensor.ElementCount];
        _file.Read<T>(tensor.Name, elements);
        return Array.ConvertAll(elements, convert);
    }
}
