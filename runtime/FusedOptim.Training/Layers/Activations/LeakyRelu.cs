using System.ComponentModel.DataAnnotations;
using FusedOptim.Functions;

namespace FusedOptim.Training.Layers;

/// <summary>
/// y = x for x > 0, and slope·x otherwise: units do not die (Maas, Hannun and Ng, "Rectifier nonlinearities improve neural
/// network acoustic models", 2013). Its derivative at 0 is taken as the slope.
/// </summary>
/// <param name="Slope">The slope below 0.</param>
[ElementwiseFunction]
public sealed partial record LeakyRelu([Range(0.0, 1.0)] double Slope = 0.01) : Activation<LeakyRelu>
{
    private double Value(double x) => x > 0 ? x : Slope * x;
}
