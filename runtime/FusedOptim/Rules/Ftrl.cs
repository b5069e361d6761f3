using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Follow the proximally regularized leader: z ← z + g − (√(n + g²) − √n)/η·θ, n ← n + g², θ ← −sign(z)·max(|z| − λ₁,
/// 0)/((β + √n)/η + λ₂).
/// </summary>
/// <remarks>
/// H. B. McMahan et al., "Ad Click Prediction: a View from the Trenches", KDD 2013, algorithm 1, where η is α. The step
/// replaces θ: it does not shrink with η as others do, and what θ starts from counts only through z. TensorFlow has the
/// same with half the λ₂ and n from 0.1. The divisor is at least 10⁻³⁷, so that with β = λ₂ = 0 an element is 0 until its
/// first gradient, which must be above 10⁻²² in float. In float n and z lose what is 2⁻²⁴ of them; where n overflows, after
/// squares that sum to more than 3.4·10³⁸, z and θ are NaN.
/// </remarks>
/// <param name="LearningRate">η, the scale of the rates η/(β + √n).</param>
/// <param name="Beta">β, which holds the first rates down.</param>
/// <param name="L1">λ₁, which makes weights zero.</param>
/// <param name="L2">λ₂, which makes weights small.</param>
/// <param name="InitialAccumulator">What n starts from.</param>
[UpdateRule]
public sealed partial record Ftrl(
    [Range(1e-15, double.MaxValue)] double LearningRate = 0.1,
    [NonNegative] double Beta = 1,
    [NonNegative] double L1 = 0,
    [NonNegative] double L2 = 0,
    [NonNegative] double InitialAccumulator = 0)
{
    // What is added to z is taken off again by the quotient: z and n must be of the same sums.
    private void Update(
        ref double parameter,
        double gradient,
        [State("linear", Exact = true)] ref double z,
        [State("accumulator", Exact = true, Initial = nameof(InitialAccumulator))] ref double n)
    {
        var sum = n + gradient * gradient;
        z += gradient - (Math.Sqrt(sum) - Math.Sqrt(n)) / LearningRate * parameter;
        n = sum;
        // With β = λ₂ = 0 nothing divides the z of an element that has had no gradient, which is 0.
        var divisor = (Beta + Math.Sqrt(n)) / LearningRate + L2;
        parameter = -Elementwise.SoftThreshold(z, L1) / (divisor < 1e-37 ? 1e-37 : divisor);
    }
}
