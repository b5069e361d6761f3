namespace FusedOptim;

/// <summary>
/// Marks a <c>ref double</c> parameter of a rule's method as a state: one value for every element of the parameter,
/// or for every row or column of its view (<see cref="Parameter.View"/>), kept from step to step (a first moment, a velocity). In a phase over
/// matrices, marks a <c>Matrix</c> that is a state.
/// </summary>
/// <remarks>States of rows, columns and matrices always keep the precision of kernels.</remarks>
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

    /// <summary>A state of each element, row or column, whose key in checkpoints is the name of the parameter.</summary>
    /// <param name="over"><see cref="Over.Element"/>, <see cref="Over.Row"/> or <see cref="Over.Column"/>.</param>
    public StateAttribute(Over over) => Over = over;

    /// <summary>A state of each element, row or column, with a key of its own in checkpoints.</summary>
    /// <param name="key">The key: letters, digits, underscores; unique in the rule.</param>
    /// <param name="over"><see cref="Over.Element"/>, <see cref="Over.Row"/> or <see cref="Over.Column"/>.</param>
    public StateAttribute(string key, Over over) => (Key, Over) = (key, over);

    /// <summary>A square matrix for each matrix of the parameter's view: rows × rows or columns × columns, which a phase over matrices
    /// takes as a <c>Matrix</c>. Its key in checkpoints is the name of the parameter.</summary>
    /// <param name="over"><see cref="Over.Row"/> or <see cref="Over.Column"/>.</param>
    /// <param name="across">The same.</param>
    public StateAttribute(Over over, Over across) => (Over, Across) = (over, across);

    /// <summary>A square matrix for each matrix of the view, with a key of its own in checkpoints.</summary>
    /// <param name="key">The key: letters, digits, underscores; unique in the rule.</param>
    /// <param name="over"><see cref="Over.Row"/> or <see cref="Over.Column"/>.</param>
    /// <param name="across">The same.</param>
    public StateAttribute(string key, Over over, Over across) => (Key, Over, Across) = (key, over, across);

    /// <summary>The unit that has a value of its own: each element, each row or each column.</summary>
    public Over Over { get; } = Over.Element;

    /// <summary>The unit of the columns of a square matrix, the same as of its rows; <see cref="Over.Element"/> for other states.</summary>
    public Over Across { get; } = Over.Element;

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
