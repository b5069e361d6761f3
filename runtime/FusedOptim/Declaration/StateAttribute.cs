namespace FusedOptim;

/// <summary>
/// Marks a <c>ref double</c> parameter of a rule's method as a state: one value for every element of the parameter,
/// kept from step to step (a first moment, a velocity).
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class StateAttribute : Attribute
{
    /// <summary>A state whose key in checkpoints is the name of the parameter.</summary>
    public StateAttribute()
    {
    }

    /// <summary>A state with a key of its own in checkpoints, such as PyTorch's <c>exp_avg</c>.</summary>
    /// <param name="key">The key: letters, digits, underscores; unique in the rule.</param>
    public StateAttribute(string key) => Key = key;

    /// <summary>The key in checkpoints; <see langword="null"/> for the name of the parameter.</summary>
    public string? Key { get; }

    /// <summary>The value of the state before the first step: a finite constant; 0 by default.</summary>
    public double Value { get; init; }

    /// <summary>
    /// What the state starts from, in the place of <see cref="Value"/>: the name of a hyperparameter
    /// (<c>nameof(InitialAccumulator)</c>), or <c>"parameter"</c> for the parameter's value at its first step.
    /// </summary>
    public string? Initial { get; init; }

    /// <summary>
    /// Whether the state keeps the precision of kernels, even where an optimizer stores its states in a narrower format
    /// (<see cref="OptimizerOptions.StateFormat"/>): for copies of parameters, sums that steps barely
    /// change, or averages whose difference the rule takes.
    /// </summary>
    public bool Exact { get; init; }
}
