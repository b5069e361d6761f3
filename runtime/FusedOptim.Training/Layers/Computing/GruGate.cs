using FusedOptim.Functions;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>A gate, r or z: the logistic function of what the inputs and h add to it.</summary>
[ElementwiseFunction]
internal sealed partial record GruGate
{
    public static readonly GruGate Instance = new();

    private static double Value(double input, double recurrent) => Elementwise.Logistic(input + recurrent);
}
