using FusedOptim.Functions;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>The candidate n: the hyperbolic tangent of what the inputs add, and of what h adds where r lets it.</summary>
[ElementwiseFunction]
internal sealed partial record GruCandidate
{
    public static readonly GruCandidate Instance = new();

    private static double Value(double input, double recurrent, double reset) => Elementwise.Tanh(input + reset * recurrent);
}
