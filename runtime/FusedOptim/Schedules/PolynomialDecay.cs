using FusedOptim.Guards;

namespace FusedOptim.Schedules;

/// <summary>
/// η = η₁ + (η₀ − η₁)·(1 − (t − 1)/T)^p, and η₁ after T steps. With η₁ = 0, PyTorch's PolynomialLR.
/// </summary>
public sealed record PolynomialDecay : AnnealingSchedule
{
    /// <summary>A schedule.</summary>
    /// <param name="initial">η₀; finite.</param>
    /// <param name="steps">T; at least 1.</param>
    /// <param name="power">p; greater than 0 and finite.</param>
    /// <param name="final">η₁; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public PolynomialDecay(double initial, int steps, double power, double final = 0)
        : base(initial, steps, final)
    {
        Guard.CheckPositive(power);
        Power = power;
    }

    /// <summary>p, the exponent: 1 is linear.</summary>
    public double Power { get; }

    /// <inheritdoc/>
    private protected override double InitialWeight(double progress) => Elementwise.Pow(1 - progress, Power);
}
