using System.ComponentModel;

namespace FusedOptim.CompilerServices;

/// <summary>The numbers that the step constants of a phase depend on, besides the rule's hyperparameters.</summary>
/// <param name="step">The step, counted from 1.</param>
/// <param name="gradientScale">What gradients are multiplied by.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct PrepareContext(int step, double gradientScale)
{
    /// <summary>The step, counted from 1.</summary>
    public int Step { get; } = step;

    /// <summary>The factor of gradients: loss scale, clip coefficient, 1/accumulation.</summary>
    public double GradientScale { get; } = gradientScale;

    /// <summary>
    /// The number of elements of the tensor; 0 where the rule is prepared for several tensors together, because it has
    /// no sum, maximum, scalar or input of the tensor and does not ask for it.
    /// </summary>
    public long Count { get; init; }

    /// <summary>The number of rows of each matrix of the tensor's view; 0 where <see cref="Count"/> is.</summary>
    public long Rows { get; init; }

    /// <summary>The number of columns, likewise.</summary>
    public long Columns { get; init; }

    /// <summary>
    /// The results of the measuring phases before, in the order of the schema: one phase after the other. Those over rows, columns and
    /// matrices, of which there are many, are not among them, and have a place.
    /// </summary>
    public ReadOnlySpan<double> Reductions { get; init; }

    /// <summary>
    /// The rule's scalars of this tensor (or of the model), in the order of the schema, as the last step left them. The
    /// call for the updating phase may change them; where there are several in a group and a step, the model's scalars
    /// are then what the call for the group's first parameter leaves.
    /// </summary>
    public Span<double> Scalars { get; init; }

    /// <summary>The rule's inputs of this tensor and of the model, in the order of the schema; those that are element-wise have no meaning
    /// here. Empty for an evaluating phase.</summary>
    public ReadOnlySpan<double> Inputs { get; init; }
}
