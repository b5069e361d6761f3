using FusedOptim.Functions;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>The next h: between the candidate n and the previous h, as z says.</summary>
[ElementwiseFunction]
internal sealed partial record GruState
{
    public static readonly GruState Instance = new();

    private static double Value(double candidate, double update, double previous) => (1 - update) * candidate + update * previous;
}
