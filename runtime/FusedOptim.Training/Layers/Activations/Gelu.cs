using FusedOptim.Functions;

namespace FusedOptim.Training.Layers;

/// <summary>
/// The Gaussian error linear unit in its form by tanh: y = x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))), which is within 0.0005 of
/// x·Φ(x) (Hendrycks and Gimpel, "Gaussian error linear units", 2016). PyTorch's <c>GELU(approximate="tanh")</c>.
/// </summary>
[ElementwiseFunction]
public sealed partial record Gelu : Activation<Gelu>
{
    // √(2/π).
    private const double Scale = 0.7978845608028654;

    private static double Value(double x) => 0.5 * x * (1 + Elementwise.Tanh(Scale * (x + 0.044715 * x * x * x)));
}
