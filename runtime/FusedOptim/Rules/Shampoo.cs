using System.ComponentModel.DataAnnotations;
using FusedOptim.LinearAlgebra;

namespace FusedOptim.Rules;

/// <summary>
/// Shampoo with grafting: L ← β₂L + (1 − β₂)G·Gᵀ, R ← β₂R + (1 − β₂)Gᵀ·G, U = L^(−¼)·G·R^(−¼), d = U·‖a‖/(‖U‖ + 10⁻¹⁶) with the step a of the
/// grafted optimizer, m ← μm + d, θ ← (1 − ηλ)θ − η·(d + μm), or − ηm without Nesterov momentum.
/// </summary>
/// <remarks>
/// <para>V. Gupta et al., "Shampoo: Preconditioned Stochastic Tensor Optimization", ICML 2018; R. Anil et al., "Scalable Second Order
/// Optimization for Deep Learning", arXiv 2002.09018, as its PyTorch code has it, in one block. The roots are (L + ελI)^(−¼) with the largest
/// eigenvalue λ, by eigenvectors; the code has coupled Newton iterations. They are computed at the first step and every k-th after it.
/// Statistics start from zero and the ridge is not added to them; with β₂ = 1 they are sums, as in the first paper. Weight decay is decoupled,
/// off unless set. RMSProp's step is that of the authors' JAX code.</para>
/// <para>For matrices of moderate sizes: L, R and their roots have 2·(rows² + columns²) elements, and a root takes some 10·rows³
/// multiplications. A zero gradient has a zero d. Two passes over memory beside the products.</para>
/// </remarks>
/// <param name="LearningRate">η, the step size, which is that of the grafted optimizer.</param>
/// <param name="Momentum">μ, the share of the momentum that is kept.</param>
/// <param name="Beta2">β₂, the decay rate of the statistics; 1 adds them up.</param>
/// <param name="Nesterov">Whether momentum looks ahead.</param>
/// <param name="Grafting">The optimizer whose step has the size that is taken.</param>
/// <param name="Interval">k, the number of steps from one computation of the roots to the next.</param>
/// <param name="Epsilon">ε, the ridge relative to the largest eigenvalue.</param>
/// <param name="GraftingEpsilon">What keeps the quotient of the grafted optimizer finite where gradients vanish.</param>
[UpdateRule, WeightDecay(WeightDecayKind.Decoupled)]
public sealed partial record Shampoo(
    [NonNegative] double LearningRate = 1e-2,
    [DecayRate] double Momentum = 0.9,
    [Range(0.0, 1.0)] double Beta2 = 0.999,
    bool Nesterov = true,
    ShampooGrafting Grafting = ShampooGrafting.Sgd,
    [Range(1, int.MaxValue)] int Interval = 1,
    [Range(1e-15, 1)] double Epsilon = 1e-6,
    [Range(1e-22, double.MaxValue)] double GraftingEpsilon = 1e-10)
{
    // The ridge of statistics that are zero, whose roots are finite then.
    private const double LeastEigenvalue = 1e-30;

    private void Measure(
        double gradient, [State("diagonal_statistics", Exact = true)] ref double d, [Sum(Over.Matrix)] ref double squares, out double u)
    {
        u = gradient;
        var step = gradient;
        if (Grafting == ShampooGrafting.AdaGrad)
            d += gradient * gradient;
        if (Grafting == ShampooGrafting.RmsProp)
            d = Beta2 * d + Weight * gradient * gradient;
        if (Grafting is ShampooGrafting.AdaGrad or ShampooGrafting.RmsProp)
            step = gradient / (Math.Sqrt(d) + GraftingEpsilon);
        squares += step * step;
    }

    [Phase(Over.Matrix)]
    private void Precondition(
        Matrix u, [State("left_statistics", Over.Row, Over.Row)] Matrix left, [State("right_statistics", Over.Column, Over.Column)] Matrix right,
        [State("left_root", Over.Row, Over.Row)] Matrix leftRoot, [State("right_root", Over.Column, Over.Column)] Matrix rightRoot,
        int step, double squares, out double scale)
    {
        var weighted = u.CreateTemporary(u.Rows, u.Columns);
        weighted.Add(u, Math.Sqrt(Weight));
        left.Scale(Beta2);
        left.AddProduct(weighted, weighted.Transposed);
        right.Scale(Beta2);
        right.AddProduct(weighted.Transposed, weighted);
        if ((step - 1) % Interval == 0)
        {
            leftRoot.SetToInverseRoot(left, 4, Epsilon, LeastEigenvalue);
            rightRoot.SetToInverseRoot(right, 4, Epsilon, LeastEigenvalue);
        }

        weighted.SetToProduct(leftRoot, u);
        u.SetToProduct(weighted, rightRoot);
        scale = Grafting == ShampooGrafting.None ? 1 : Math.Sqrt(squares) / (u.Norm + 1e-16);
    }

    private double Direction(double u, [State("momentum_buffer")] ref double m, double scale)
    {
        var direction = scale * u;
        m = Momentum * m + direction;
        return Nesterov ? direction + Momentum * m : m;
    }

    private double Weight => Beta2 == 1 ? 1 : 1 - Beta2;
}

/// <summary>The optimizer whose step gives Shampoo its size.</summary>
public enum ShampooGrafting
{
    /// <summary>The gradient.</summary>
    Sgd,

    /// <summary>g/(√Σg² + ε).</summary>
    AdaGrad,

    /// <summary>g/(√v + ε) with the average v of g².</summary>
    RmsProp,

    /// <summary>None: the size is Shampoo's own.</summary>
    None,
}
