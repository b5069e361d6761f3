using FusedOptim.Functions;

namespace FusedOptim.Training.Layers;

/// <summary>
/// The sigmoid linear unit, also called swish: y = x / (1 + e^(−x)) (Elfwing, Uchibe and Doya, "Sigmoid-weighted linear units
/// for neural network function approximation in reinforcement learning", 2018).
/// </summary>
[ElementwiseFunction]
public sealed partial record Silu : Activation<Silu>
{
    private static double Value(double x) => x * Elementwise.Logistic(x);
}
