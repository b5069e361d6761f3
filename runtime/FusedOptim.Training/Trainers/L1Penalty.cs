using System.Numerics;
using FusedOptim.Guards;
using FusedOptim.Rules;

namespace FusedOptim.Training;

/// <summary>
/// L1 regularization for any rule: the penalty λ‖θ‖₁ = λ·Σ|θ| over the weights of a network, whose subgradient λ·sign(θ), 0 at 0, is added
/// to the gradients before a step. Weights that the loss does not need become small; few become exactly 0.
/// </summary>
/// <remarks>
/// <para>Parameters of the kind <see cref="ParameterKind.Weight"/> are penalized: not biases, scales, frozen parameters, and parameters
/// with a gradient of some rows alone (<see cref="Parameter{T}.RowGradient"/>).</para>
/// <para>A rule with <see cref="L1Attribute"/> does the same in the pass of the step, to all its parameters. The same bits, where gradients
/// are not clipped. <see cref="ProximalAdaGrad"/> and <see cref="Ftrl"/> make weights exactly 0.</para>
/// </remarks>
public sealed record L1Penalty
{
    /// <summary>Initializes a penalty.</summary>
    /// <param name="coefficient">λ: greater than 0 and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ is out of range.</exception>
    public L1Penalty(double coefficient)
    {
        Guard.CheckPositive(coefficient);
        Coefficient = coefficient;
    }

    /// <summary>Gets the coefficient λ.</summary>
    public double Coefficient { get; }

    /// <summary>Computes the penalty λ·Σ|θ|, summed in double in the order of parameters and elements.</summary>
    /// <param name="parameters">The set.</param>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    public double Compute<T>(ParameterSet<T> parameters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var sum = 0.0;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (!IsPenalized(parameters[i]))
                continue;
            foreach (var value in parameters[i].Values)
                sum += Math.Abs(double.CreateTruncating(value));
        }

        return Coefficient * sum;
    }

    /// <summary>Adds the subgradient λ·sign(θ) of the penalty to the gradients of a set.</summary>
    /// <param name="parameters">The set.</param>
    /// <param name="gradientScale">What the gradients were multiplied by, such as a loss scale: finite.</param>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not finite.</exception>
    public void AddTo<T>(ParameterSet<T> parameters, double gradientScale = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Guard.CheckFinite(gradientScale);
        var slope = T.CreateTruncating(Coefficient * gradientScale);
        for (var i = 0; i < parameters.Count; i++)
        {
            if (!IsPenalized(parameters[i]))
                continue;
            ReadOnlySpan<T> values = parameters[i].Values;
            var gradients = parameters[i].Gradients;
            for (var j = 0; j < gradients.Length; j++)
                gradients[j] += values[j] > T.Zero ? slope : values[j] < T.Zero ? -slope : T.Zero;
        }
    }

    private static bool IsPenalized<T>(Parameter<T> parameter)
        where T : unmanaged => parameter is { Kind: ParameterKind.Weight, IsFrozen: false, RowGradient: null };
}
