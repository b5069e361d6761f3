namespace FusedOptim;

/// <summary>What one step does besides the rule. The default value scales nothing and keeps the gradients.</summary>
public readonly record struct StepOptions
{
    // Null for 1, so that the default value and an explicit 1 are equal.
    private readonly double? _gradientScale;

    /// <summary>
    /// What gradients are multiplied by as they are read: the inverse of a loss scale, a clip coefficient, 1/accumulation;
    /// −1 maximizes. Finite; 1 unasked.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is NaN or infinite.</exception>
    public double GradientScale
    {
        get => _gradientScale ?? 1;
        init
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(GradientScale), value, FormattableString.Invariant($"GradientScale is {value}; it must be finite."));
            }

            _gradientScale = value == 1 ? null : value;
        }
    }

    /// <summary>Whether gradients are set to zero once they have been read, in the same pass over memory.</summary>
    public bool ZeroGradients { get; init; }
}
