namespace FusedOptim.Training.Tests;

/// <summary>A rule whose preparation throws once it has measured into a state.</summary>
[UpdateRule]
internal sealed partial record MeasuredThenRefused
{
    private static void Measure(double gradient, [State("m")] ref double m, [Sum] ref double sum)
    {
        m += gradient;
        sum += gradient * gradient;
    }

    private static void Prepare(double sum, out double limit) => limit = Math.Clamp(sum, 2, 1);

    private static void Update(ref double parameter, [State] double m, double limit) => parameter -= limit * m;
}
