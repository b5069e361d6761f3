using FusedOptim.Clipping;
using FusedOptim.Execution;
using FusedOptim.Guards;
using FusedOptim.Numerics;

namespace FusedOptim;

/// <content>The norm of all gradients together.</content>
public static partial class GradientClipping
{
    /// <summary>
    /// The Euclidean norm of all gradients together: ‖g‖ = √Σg², over the parameters that are not frozen. Squares are summed
    /// in double, in an order that gives the same bits on every machine and with any number of threads.
    /// </summary>
    /// <typeparam name="T">The type of the elements of the set.</typeparam>
    /// <param name="parameters">The set.</param>
    /// <param name="team">The threads that share the pass; <see cref="WorkerTeam.Default"/> by default.</param>
    /// <returns>The norm; NaN or infinite where a gradient is, so that the pass that takes it finds those too. Squares
    /// that overflow or underflow in double precision are taken again on another scale.</returns>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public static double ComputeGradientNorm<T>(this ParameterSet<T> parameters, WorkerTeam? team = null)
        where T : unmanaged => SumSquares(parameters, team, out _).Norm(factor: 1).ToDouble();

    /// <summary>
    /// The scale that clips all gradients together to a norm: s·min(1, maximum / (‖s·g‖ + 10⁻⁶)), where s is the scale that
    /// they have anyway; as PyTorch's clip_grad_norm_ has it. For <see cref="StepOptions.GradientScale"/>;
    /// <see cref="StepOptions.MaximumNorm"/> does the same as part of a step.
    /// </summary>
    /// <typeparam name="T">The type of the elements of the set.</typeparam>
    /// <param name="parameters">The set.</param>
    /// <param name="maximumNorm">The greatest norm: greater than 0 and finite.</param>
    /// <param name="gradientScale">What gradients are multiplied by anyway, such as the inverse of a loss scale; finite.
    /// </param>
    /// <param name="team">The threads that share the pass; <see cref="WorkerTeam.Default"/> by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The maximum or the scale is out of range.</exception>
    /// <exception cref="InvalidOperationException">A gradient is NaN or infinite, so that no scale helps: the message
    /// names the first parameter that has one.</exception>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public static double ComputeClipScale<T>(
        this ParameterSet<T> parameters, double maximumNorm, double gradientScale = 1, WorkerTeam? team = null)
        where T : unmanaged
    {
        Guard.CheckPositive(maximumNorm);
        Guard.CheckFinite(gradientScale);
        var squares = SumSquares(parameters, team, out var notFinite);
        if (notFinite is not null)
            NormClipping.ThrowNotFinite(notFinite);
        return NormClipping.Scale(squares, maximumNorm, gradientScale);
    }

    private static SquareSum SumSquares<T>(ParameterSet<T> parameters, WorkerTeam? team, out Parameter? notFinite)
        where T : unmanaged
    {
        notFinite = null;
        if (GradientPasses.Of(parameters) is not { } passes)
            return default;
        using var memory = parameters.Storage.Hold();
        parameters.Storage.Trainable.Begin();
        return passes.Squares.Sum(team ?? WorkerTeam.Default, out notFinite);
    }
}
