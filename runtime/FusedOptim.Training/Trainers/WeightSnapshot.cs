using FusedOptim.Training.Checkpoints;

namespace FusedOptim.Training;

/// <summary>A copy of the values of all parameters and buffers of a set.</summary>
internal sealed class WeightSnapshot
{
    private float[][] _values = [];

    /// <summary>Whether there is a copy.</summary>
    public bool IsTaken { get; private set; }

    /// <summary>Copies the values.</summary>
    public void Take(ParameterSet<float> parameters)
    {
        Allocate(parameters);
        foreach (var (parameter, copy) in Tensors(parameters).Zip(_values))
            parameter.Values.CopyTo(copy);
        IsTaken = true;
    }

    /// <summary>Writes the copy back, if there is one.</summary>
    public bool Restore(ParameterSet<float> parameters)
    {
        if (!IsTaken)
            return false;
        foreach (var (parameter, copy) in Tensors(parameters).Zip(_values))
            copy.CopyTo(parameter.Values);
        return true;
    }

    /// <summary>Adds the copy to a checkpoint.</summary>
    public void AddTo(Checkpoint checkpoint, string name, ParameterSet<float> parameters)
    {
        Allocate(parameters);
        checkpoint.AddFlag($"{name}.is_taken", () => IsTaken, value => IsTaken = value);
        foreach (var (parameter, copy) in Tensors(parameters).Zip(_values))
            checkpoint.Add($"{name}.{parameter.Name}", copy);
    }

    private static IEnumerable<Parameter<float>> Tensors(ParameterSet<float> parameters) =>
        parameters.Concat(parameters.Buffers);

    private void Allocate(ParameterSet<float> parameters)
    {
        if (_values.Length == 0)
            _values = [.. Tensors(parameters).Select(parameter => new float[parameter.Count])];
    }
}
