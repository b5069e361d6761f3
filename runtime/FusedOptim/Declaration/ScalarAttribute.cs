namespace FusedOptim;

/// <summary>
/// Marks a <c>ref double</c> parameter of a rule's method <c>Prepare</c> as a scalar: one value for each tensor, or for
/// the model, kept from step to step. Other phases have its value under the same name; <c>Measure</c> has that of the
/// last step.
/// </summary>
/// <remarks>
/// Each parameter group keeps the model's scalars for itself, because it has hyperparameters of its own: groups that
/// agree in hyperparameters and steps agree in them. In a step they change once. Where <c>Prepare</c> runs for each
/// tensor of a group (the rule has a sum, a maximum or a scalar of the tensor too), each call starts from what the last
/// step left, and what the call for the group's first parameter leaves is kept: compute the model's scalars from the
/// model's values alone.
/// </remarks>
/// <param name="over">Whether each tensor has its own, or the model one.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ScalarAttribute(Over over = Over.Tensor) : Attribute
{
    /// <summary>A scalar with its own key in checkpoints.</summary>
    /// <param name="key">The key: letters, digits, underscores; unique in the rule.</param>
    /// <param name="over">Whether each tensor has its own, or the model one.</param>
    public ScalarAttribute(string key, Over over = Over.Tensor)
        : this(over) => Key = key;

    /// <summary>Whether each tensor has its own, or the model one.</summary>
    public Over Over { get; } = over;

    /// <summary>The key in checkpoints; by default the name of the parameter.</summary>
    public string? Key { get; init; }

    /// <summary>The value of the scalar before the first step; 0 by default.</summary>
    public double Value { get; init; }

    /// <summary>The name of the hyperparameter that the scalar starts from, in the place of
    /// <see cref="Value"/>.</summary>
    public string? Initial { get; init; }
}
