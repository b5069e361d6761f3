namespace FusedOptim;

/// <content>What concerns all gradients together.</content>
public partial class ParameterSet<T>
{
    /// <summary>Sets the gradients of all parameters that are not frozen to zero.</summary>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public void ZeroGradients()
    {
        if (!HasGradients())
            return;
        using var memory = Storage.Hold();
        var places = Storage.Trainable;
        places.Begin();
        places.Places.ClearGradients(Storage.ElementSize);
    }

    /// <summary>
    /// The Euclidean norm of all gradients together: ‖g‖ = √Σg², over the parameters that are not frozen. Squares are summed
    /// in double, in an order that gives the same bits on every machine and with any number of threads.
    /// </summary>
    /// <param name="team">The threads that share the pass; <see cref="WorkerTeam.Default"/> unasked.</param>
    /// <returns>The norm; NaN or infinite where a gradient is, so that the pass that takes it finds those too. Squares
    /// that overflow or underflow in double precision are taken again on another scale.</returns>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public double GradientNorm(WorkerTeam? team = null) => SumSquares(team, out _).Norm(factor: 1).ToDouble();

    /// <summary>
    /// The scale that clips all gradients together to a norm: s·min(1, maximum / (‖s·g‖ + 10⁻⁶)), where s is the scale that
    /// they have anyway; as PyTorch's clip_grad_norm_ has it. For <see cref="StepOptions.GradientScale"/>;
    /// <see cref="StepOptions.MaximumNorm"/> does the same as part of a step.
    /// </summary>
    /// <param name="maximumNorm">The greatest norm: greater than 0 and finite.</param>
    /// <param name="gradientScale">What gradients are multiplied by anyway, such as the inverse of a loss scale; finite.
    /// </param>
    /// <param name="team">The threads that share the pass; <see cref="WorkerTeam.Default"/> by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The maximum or the scale is out of range.</exception>
    /// <exception cref="InvalidOperationException">A gradient is NaN or infinite, so that no scale helps: the message
    /// names the first parameter that has one.</exception>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public double ClipScale(double maximumNorm, double gradientScale = 1, WorkerTeam? team = null)
    {
        ArgumentRange.CheckPositive(maximumNorm);
        ArgumentRange.CheckFinite(gradientScale);
        var squares = SumSquares(team, out var notFinite);
        if (notFinite is not null)
            NormClipping.ThrowNotFinite(notFinite);
        return NormClipping.Scale(squares, maximumNorm, gradientScale);
    }

    private SquareSum SumSquares(WorkerTeam? team, out Parameter? notFinite)
    {
        notFinite = null;
        if (!HasGradients())
            return default;
        using var memory = Storage.Hold();
        Storage.Trainable.Begin();
        return Squares.Sum(team ?? WorkerTeam.Default, out notFinite);
    }
}
