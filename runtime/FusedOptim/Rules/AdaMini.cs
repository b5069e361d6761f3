using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Adam with one second moment for each row: v ← β₂v + (1 − β₂)·(mean g² over the row), m ← β₁m + (1 − β₁)g,
/// θ ← (1 − ηλ)θ − η·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ).
/// </summary>
/// <remarks>
/// <para>Y. Zhang et al., "Adam-mini: Use Fewer Learning Rates To Gain More", ICLR 2025, algorithm 1, as the authors' code (version 1.1.1)
/// has it, with its defaults.</para>
/// <para>The rows of the parameter's view are the blocks of the paper. The default view makes one of each neuron, token or output
/// channel, and one of each vector. Other blocks are other views: heads × the rest for queries and keys, 1 × n for a whole tensor,
/// n × 1 for single elements, which is Adam and what the code does with biases. Two passes over memory.</para>
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the decay rate of the first moment.</param>
/// <param name="Beta2">β₂, the decay rate of the second moment.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
[UpdateRule, WeightDecay(WeightDecayKind.Decoupled)]
public sealed partial record AdaMini(
    [NonNegative] double LearningRate = 1e-3,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.999,
    [Range(1e-22, double.MaxValue)] double Epsilon = 1e-8)
{
    private static void Measure(double gradient, [Sum(Over.Row)] ref double squares) => squares += gradient * gradient;

    [Phase(Over.Row)]
    private void Average(double squares, [State("vmean", Over.Row)] ref double v, int step, long columns, out double scale)
    {
        v = Beta2 * v + (1 - Beta2) * (squares / columns);
        scale = 1 / (1 - Math.Pow(Beta1, step)) / (Math.Sqrt(v / (1 - Math.Pow(Beta2, step))) + Epsilon);
    }

    private double Direction(double gradient, [State("m")] ref double m, double scale)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        return m * scale;
    }
}
