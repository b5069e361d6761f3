namespace FusedOptim.CompilerServices;

/// <summary>What the uniforms of a phase are computed from, besides the rule's hyperparameters.</summary>
/// <param name="step">The step, counted from 1.</param>
/// <param name="gradientScale">What gradients are multiplied by.</param>
public readonly ref struct PrepareContext(int step, double gradientScale)
{
    /// <summary>The step, counted from 1.</summary>
    public int Step { get; } = step;

    /// <summary>What gradients are multiplied by: loss scale, clip coefficient, 1/accumulation.</summary>
    public double GradientScale { get; } = gradientScale;

    /// <summary>The number of elements of the tensor; 0 where a phase spans tensors.</summary>
    public long Count { get; init; }

    /// <summary>The results of the measuring phase, in the order of its schema; empty before it has run.</summary>
    public ReadOnlySpan<double> Reductions { get; init; }

    /// <summary>
    /// The rule's scalars of this tensor (or of the model), in the order of the schema. The call for the updating phase may
    /// change them.
    /// </summary>
    public Span<double> Scalars { get; init; }
}
