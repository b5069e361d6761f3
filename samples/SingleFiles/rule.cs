// An optimizer declared in the file that uses it, and a training loop by hand: the minimum of Rosenbrock's function.
//
//   dotnet run -c Release samples/SingleFiles/rule.cs
//
// With the packages, the line below is: #:package FusedOptim@0.1.0
#:project ../../runtime/FusedOptim
using FusedOptim;

using var parameters = new ParameterSet<double>();
var point = parameters.Add("point", ParameterKind.Weight, 2);
(point.Values[0], point.Values[1]) = (-1.2, 1);

using var optimizer = Optimizer.Create(parameters, new Careful(LearningRate: 0.002));
for (var step = 1; step <= 20_000; step++)
{
    var (x, y) = (point.Values[0], point.Values[1]);
    point.Gradients[0] = -2 * (1 - x) - 400 * x * (y - x * x);
    point.Gradients[1] = 200 * (y - x * x);
    optimizer.Step(new StepOptions { MaximumNorm = 1 });
    if (step % 5_000 == 0)
        Console.WriteLine($"step {step}: ({point.Values[0]:F4}, {point.Values[1]:F4})");
}

/// <summary>A momentum that is small where the gradient disagrees with it.</summary>
[UpdateRule]
public sealed partial record Careful([NonNegative] double LearningRate = 0.1, [DecayRate] double Beta = 0.9)
{
    private double Direction(double gradient, [State("average")] ref double m)
    {
        m = Beta * m + (1 - Beta) * gradient;
        return gradient * m > 0 ? m : 0.1 * m;
    }
}
