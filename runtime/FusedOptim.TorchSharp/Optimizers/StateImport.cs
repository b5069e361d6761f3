using FusedOptim.Interop;

namespace FusedOptim;

/// <summary>Sets the states of a parameter to those of another optimizer.</summary>
/// <param name="set">The set that has the parameter.</param>
/// <param name="parameter">The parameter.</param>
/// <param name="states">The states.</param>
internal sealed class StateImport(TensorSet set, Parameter parameter, ImportedStates states)
{
    // In the precision of the states, once they are read.
    private readonly List<(string Key, Array Values)> _read = [];

    private IEnumerable<string> ScalarKeys =>
        set.GroupOf(parameter.Name).Rule.Schema.Scalars.Select(scalar => scalar.Key);

    /// <summary>Reads everything that the rule needs, so that nothing fails once the first state is set.</summary>
    /// <exception cref="ArgumentException">A state is missing, or has another number of elements.</exception>
    public void Read()
    {
        var rule = set.GroupOf(parameter.Name).Rule.Schema.Name;
        foreach (var key in set.Optimizer.GetStateKeys(parameter))
        {
            if (!states.Tensors.TryGetValue(key, out var tensor))
                throw new ArgumentException($"There is no state '{key}' of '{parameter.Name}', which {rule} needs; there are {Names()}.");
            var shape = set.Optimizer.GetStateShape(parameter, key);
            if (tensor.Count != shape.Count)
            {
                throw new ArgumentException(Invariant(
                    $"The state '{key}' of '{parameter.Name}' has {tensor.Count} elements; it must have {shape.Count}, of the shape {shape}."));
            }
        }

        foreach (var key in ScalarKeys)
        {
            if (!states.Scalars.ContainsKey(key))
                throw new ArgumentException($"There is no number '{key}' of '{parameter.Name}', which {rule} needs; there are {Names()}.");
        }

        foreach (var key in set.Optimizer.GetStateKeys(parameter))
        {
            var values = states.Tensors[key].Read();
            _read.Add((key, parameter is Parameter<double> ? values : Array.ConvertAll(values, value => (float)value)));
        }
    }

    /// <summary>Sets the steps and the scalars.</summary>
    public void SetNumbers()
    {
        var optimizer = set.Optimizer;
        optimizer.RestoreStepCount(parameter, states.StepCount);
        optimizer.RestoreStepCount(Math.Max(optimizer.StepCount, states.StepCount), optimizer.SkippedStepCount);
        foreach (var key in ScalarKeys)
            optimizer.RestoreScalar(parameter, key, states.Scalars[key]);
    }

    /// <summary>Sets the states.</summary>
    public void SetStates()
    {
        foreach (var (key, values) in _read)
        {
            if (parameter is Parameter<double> wide)
                ((double[])values).CopyTo(set.Optimizer.GetState(wide, key));
            else
                set.Optimizer.WriteState(parameter, key, (float[])values);
        }
    }

    private string Names() => string.Join(", ", (string[])[.. states.Tensors.Keys, .. states.Scalars.Keys, "step"]);
}
