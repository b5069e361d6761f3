namespace FusedOptim.Tests.Trajectories;

/// <summary>
/// Gradients of Σ aᵢ(xᵢ − cᵢ)²/2 with curvatures a from 2⁻⁸ to ½ and minima c about the start, and noise of a
/// hundredth.
/// </summary>
internal sealed class NoisyQuadratic
{
    private readonly double[][] _minima;
    private BitGenerator _generator;

    public NoisyQuadratic(double[][] start, ulong seed)
    {
        _generator = new BitGenerator(seed);
        _minima = [.. start.Select(tensor => tensor.Select(value => value + _generator.NextUnit()).ToArray())];
    }

    public double[][] Gradients(double[][] x) => [.. x.Select((tensor, index) => tensor.Select(Gradient(index)).ToArray())];

    private Func<double, int, double> Gradient(int tensor) => (value, index) =>
        Math.ScaleB(value - _minima[tensor][index], -1 - index % 8) + _generator.NextUnit() / 100;
}
