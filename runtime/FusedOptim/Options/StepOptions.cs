using FusedOptim.Guards;

namespace FusedOptim;

/// <summary>
/// What one step does besides the rule. The default value scales nothing, looks at nothing and keeps the gradients.
/// </summary>
public readonly record struct StepOptions
{
    // Null for 1, so that the default value and an explicit 1 are equal.
    private readonly double? _gradientScale;

    /// <summary>
    /// What gradients are multiplied by as they are read: the inverse of a loss scale, a clip coefficient, 1/accumulation;
    /// −1 maximizes. Finite; 1 by default.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is NaN or infinite.</exception>
    public double GradientScale
    {
        get => _gradientScale ?? 1;
        init
        {
            Guard.CheckFinite(value, nameof(GradientScale));
            _gradientScale = value == 1 ? null : value;
        }
    }

    /// <summary>
    /// The greatest Euclidean norm m that the scaled gradients of all parameters that the optimizer steps have together; with
    /// a greater one they are scaled down, g ← s·g·min(1, m / (‖s·g‖ + 10⁻⁶)), where s is <see cref="GradientScale"/>
    /// Greater than 0 and finite; <see langword="null"/>, the default, for no limit. To clip what several
    /// optimizers of one set step together, use <see cref="GradientClipping.ComputeClipScale"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    public double? MaximumNorm
    {
        get;
        init
        {
            if (value is { } maximum)
                Guard.CheckPositive(maximum, nameof(MaximumNorm));
            field = value;
        }
    }

    /// <summary>
    /// Whether a step is skipped as a whole when a gradient of a parameter that it steps is NaN or infinite: nothing is written but zeroed
    /// gradients, if those are asked for; schedules do not run and steps are not counted. Costs a pass that reads the
    /// gradients, which <see cref="MaximumNorm"/> needs anyway.
    /// </summary>
    public bool SkipNonFinite { get; init; }

    /// <summary>
    /// Whether the gradients of the optimizer's parameters are set to zero once they have been read, in the same pass
    /// over memory.
    /// </summary>
    public bool ZeroGradients { get; init; }
}
