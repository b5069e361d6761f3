using System.ComponentModel.DataAnnotations;
using FusedOptim;

namespace UserProject;

/// <summary>Negative numbers everywhere, a choice, and names with the letters I and ı, which Turkish changes in another way.</summary>
/// <param name="LearningRate">The rate.</param>
/// <param name="Initial">What the state starts from.</param>
/// <param name="IsInverted">Whether the sign changes.</param>
/// <param name="Limit">A range below zero.</param>
[UpdateRule, WeightDecay(WeightDecayKind.Independent, 0.015625)]
public sealed partial record TitledMomentum(
    double LearningRate = 1e-3, double Initial = -0.25, bool IsInverted = false, [Range(-2.5, -1.5)] double Limit = -1.75)
{
    private double Direction(double gradient, [State("item", Initial = nameof(Initial))] ref double item, int step)
    {
        const double ılıman = -1234567.875;
        var inner = Math.Max(gradient, Limit) * (step % 2 == 0 ? -1.5 : int.MinValue);
        item = -0.9 * item + inner + ılıman * Math.Pow(Initial, -3);
        return (IsInverted ? -1e-300 : 1e300) * item + Elementwise.Pow(Math.Abs(item), -0.5);
    }
}
