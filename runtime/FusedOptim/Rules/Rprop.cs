using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Resilient propagation: each element has a step size Δ, which grows by η⁺ where the gradient keeps its sign and
/// shrinks by η⁻ where it changes it, between Δmin and Δmax; θ ← θ − sign(g)·Δ, and no step where the sign has changed.
/// </summary>
/// <remarks>
/// M. Riedmiller and H. Braun, "A Direct Adaptive Method for Faster Backpropagation Learning: The RPROP Algorithm",
/// ICNN 1993, in the form of PyTorch, which is iRprop⁻ (C. Igel and M. Hüsken, "Improving the Rprop Learning
/// Algorithm", NC 2000): where the sign has changed the gradient counts as zero, in the next step too. There is no
/// learning rate to schedule: what PyTorch calls one, the step sizes start from. It wants the gradient of all examples.
/// Weight decay could only enter through the sign; there is none.
/// </remarks>
/// <param name="InitialStepSize">Δ₀, what the step sizes start from.</param>
/// <param name="EtaMinus">η⁻, what a step size shrinks by.</param>
/// <param name="EtaPlus">η⁺, what a step size grows by.</param>
/// <param name="MinimumStepSize">Δmin.</param>
/// <param name="MaximumStepSize">Δmax, not less than Δmin; at most 10³⁸, which single precision holds.</param>
[UpdateRule]
public sealed partial record Rprop(
    [NonNegative] double InitialStepSize = 1e-2,
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)] double EtaMinus = 0.5,
    [Range(1.0, double.MaxValue, MinimumIsExclusive = true)] double EtaPlus = 1.2,
    [NonNegative] double MinimumStepSize = 1e-6,
    [Range(0.0, 1e38)] double MaximumStepSize = 50)
{
    private void Update(
        ref double parameter,
        double gradient,
        [State("prev")] ref double previous,
        [State("step_size", Initial = nameof(InitialStepSize))] ref double size)
    {
        // The infinite factor leaves the sign alone, and NaN where a gradient is 0: the product of two small gradients is 0 in
        // single precision.
        var change = gradient * double.PositiveInfinity * previous;
        var factor = change > 0 ? EtaPlus : change < 0 ? EtaMinus : 1;
        size = Math.Clamp(size * factor, MinimumStepSize, MaximumStepSize);
        previous = change < 0 ? 0 : gradient;
        parameter -= Elementwise.Sign(previous) * size;
    }
}
