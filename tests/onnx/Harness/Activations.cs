using FusedOptim.Functions;
using FusedOptim.Training.Layers;

namespace FusedOptim.OnnxTests.Harness;

/// <summary>A declared activation with a hyperparameter.</summary>
[ElementwiseFunction]
public sealed partial record Swish(double Beta = 1) : Activation<Swish>
{
    private double Value(double x) => x * Elementwise.Logistic(Beta * x);
}

/// <summary>An activation of functions that ONNX does not have, or has with another name.</summary>
[ElementwiseFunction]
public sealed partial record Bent : Activation<Bent>
{
    private static double Value(double x) =>
        Elementwise.Cbrt(x) + Elementwise.Erf(0.5 * x) + Math.CopySign(0.25, x) * Math.Truncate(x) + Math.Round(x)
        + Elementwise.Log(1 + x * x) - Elementwise.Pow(Math.Abs(x), 1.5) + Math.FusedMultiplyAdd(x, 0.5, Math.Sqrt(Math.Abs(x)));
}

/// <summary>An activation with conditions, and a variant.</summary>
[ElementwiseFunction]
public sealed partial record Folded(double Limit = 1, bool IsSmooth = false) : Activation<Folded>
{
    private double Value(double x)
    {
        if (IsSmooth)
            return Limit * Elementwise.Tanh(x / Limit);
        var inside = x > -Limit && x <= Limit || x != -2 * Limit && x < -3 * Limit;
        return inside ? x : Math.Min(Math.Max(x, -Limit), Limit) - Math.Floor(0.25 * x) + Math.Ceiling(0.5 * x);
    }
}

/// <summary>Angles in all quadrants.</summary>
[ElementwiseFunction]
public sealed partial record Angle : Activation<Angle>
{
    private static double Value(double x) => Elementwise.Atan2(x - 1, x + 1) + Elementwise.Atan2(-x, 0.5 * x);
}
