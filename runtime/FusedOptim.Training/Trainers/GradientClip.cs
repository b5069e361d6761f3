using FusedOptim.Execution;
using FusedOptim.Guards;

namespace FusedOptim.Training;

/// <summary>The way in which a trainer clips gradients before a step (<see cref="Trainer.GradientClip"/>).</summary>
/// <remarks>
/// <para>Gradients are clipped once per step: those of the whole batch, after <see cref="GradientNoise"/>, without the loss scale. Those of
/// frozen parameters stay as they are and count for nothing. A step with a gradient that is NaN or infinite is not clipped: it ends
/// training, or is skipped (<see cref="Trainer.SkipNonFinite"/>). The same bits on every machine and with any number of
/// threads.</para>
/// <para>Factors of norms are min(1, m / (‖g‖ + 10⁻⁶)), as in PyTorch's clip_grad_norm_: what is clipped ends a little below m. TensorFlow's
/// clip_by_norm has no 10⁻⁶.</para>
/// </remarks>
public abstract record GradientClip
{
    private protected GradientClip()
    {
    }

    /// <summary>The greatest norm of all gradients together, where that is what is clipped.</summary>
    internal virtual double? MaximumNorm => null;

    /// <summary>Clips each element to [−c, c]: g ← min(max(g, −c), c). The direction of the gradient changes.</summary>
    /// <param name="maximum">c, the greatest size of an element: greater than 0 and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static GradientClip ByValue(double maximum)
    {
        Guard.CheckPositive(maximum);
        return new ValueClip(-maximum, maximum);
    }

    /// <summary>Clips each element to [a, b]: g ← min(max(g, a), b). The direction of the gradient changes.</summary>
    /// <param name="minimum">a: at most 0 and finite.</param>
    /// <param name="maximum">b: at least 0, finite, and greater than <paramref name="minimum"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static GradientClip ByValue(double minimum, double maximum)
    {
        Guard.CheckRangeAroundZero(minimum, maximum);
        return new ValueClip(minimum, maximum);
    }

    /// <summary>Clips the gradients of each parameter to a norm of their own: g ← g·min(1, m / (‖g‖ + 10⁻⁶)) for each tensor. The direction
    /// of each tensor stays.</summary>
    /// <param name="maximum">m, the greatest norm of a tensor: greater than 0 and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static GradientClip ByTensorNorm(double maximum)
    {
        Guard.CheckPositive(maximum);
        return new TensorNormClip(maximum);
    }

    /// <summary>Clips all gradients together to a norm: g ← g·min(1, m / (‖g‖ + 10⁻⁶)), with the norm over all parameters. The direction
    /// stays. Nothing but the step reads or writes gradients for it (<see cref="StepOptions.MaximumNorm"/>).</summary>
    /// <param name="maximum">m, the greatest norm: greater than 0 and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static GradientClip ByNorm(double maximum)
    {
        Guard.CheckPositive(maximum);
        return new NormClip(maximum);
    }

    /// <summary>Clips gradients in memory, if this is how they are clipped.</summary>
    /// <param name="parameters">The parameters; all gradients are finite.</param>
    /// <param name="gradientScale">What the step will multiply gradients by.</param>
    /// <param name="team">The threads.</param>
    internal virtual void Apply(ParameterSet<float> parameters, double gradientScale, WorkerTeam team)
    {
    }

    private sealed record ValueClip(double Minimum, double Maximum) : GradientClip
    {
        internal override void Apply(ParameterSet<float> parameters, double gradientScale, WorkerTeam team) =>
            parameters.ClipToRange(Minimum, Maximum, gradientScale, team);
    }

    private sealed record TensorNormClip(double Maximum) : GradientClip
    {
        internal override void Apply(ParameterSet<float> parameters, double gradientScale, WorkerTeam team) =>
            parameters.ClipByTensorNorm(Maximum, gradientScale, team);
    }

    private sealed record NormClip(double Maximum) : GradientClip
    {
        internal override double? MaximumNorm => Maximum;
    }
}
