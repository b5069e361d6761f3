
namespace FusedOptim.Tests.Functions;

/// <summary>A function of one argument: its method, its kernels, and how exact they are said to be.</summary>
/// <param name="Name">The name in Elementwise.</param>
/// <param name="Method">The method.</param>
/// <param name="Single">Writes the function of each gradient to the parameters, by the kernel of this machine.</param>
/// <param name="Double">The same in double.</param>
/// <param name="Reference">The function to about 90 bits.</param>
/// <param name="DrawArgument">An argument where the function is neither 0, 1 nor infinite.</param>
/// <param name="SingleBound">What docs/numerics.md says of the float kernels, in units in the last place.</param>
/// <param name="DoubleBound">What it says of the double kernels.</param>
internal sealed record FunctionCase(
    string Name,
    Func<double, double> Method,
    Action<float[], float[]> Single,
    Action<double[], double[]> Double,
    Func<double, (DoubleDouble Value, int Exponent)> Reference,
    Func<Random, double> DrawArgument,
    double SingleBound,
    double DoubleBound)
{
    public static IReadOnlyList<FunctionCase> All { get; } =
    [
        new(
            "Exp", Elementwise.Exp,
            (parameter, gradient) => new ExpRule().Apply(1, parameter, gradient),
            (parameter, gradient) => new ExpRule().Apply(1, parameter, gradient),
            FunctionReference.Exp, random => Between(random, -745, 709.7), 1, 1),
        new(
            "Log", Elementwise.Log,
            (parameter, gradient) => new LogRule().Apply(1, parameter, gradient),
            (parameter, gradient) => new LogRule().Apply(1, parameter, gradient),
            FunctionReference.Log,
            random => random.Next(2) == 0 ? Positive(random) : Between(random, 0.5, 2), 1, 1),
        new(
            "Tanh", Elementwise.Tanh,
            (parameter, gradient) => new TanhRule().Apply(1, parameter, gradient),
            (parameter, gradient) => new TanhRule().Apply(1, parameter, gradient),
            FunctionReference.Tanh, random => Between(random, -22, 22), 2, 2),
        new(
            "Logistic", Elementwise.Logistic,
            (parameter, gradient) => new LogisticRule().Apply(1, parameter, gradient),
            (parameter, gradient) => new LogisticRule().Apply(1, parameter, gradient),
            FunctionReference.Logistic, random => Between(random, random.Next(2) == 0 ? -745 : -40, 40), 2, 2),
        new(
            "Softplus", Elementwise.Softplus,
            (parameter, gradient) => new SoftplusRule().Apply(1, parameter, gradient),
            (parameter, gradient) => new SoftplusRule().Apply(1, parameter, gradient),
            FunctionReference.Softplus, random => Between(random, random.Next(2) == 0 ? -745 : -3, random.Next(2) == 0 ? 50 : 3), 1, 1),
        new(
            "Erf", Elementwise.Erf,
            (parameter, gradient) => new ErfRule().Apply(1, parameter, gradient),
            (parameter, gradient) => new ErfRule().Apply(1, parameter, gradient),
            FunctionReference.Erf, random => Between(random, -6, 6), 1, 1),
        new(
            "Cbrt", Elementwise.Cbrt,
            (parameter, gradient) => new CbrtRule().Apply(1, parameter, gradient),
            (parameter, gradient) => new CbrtRule().Apply(1, parameter, gradient),
            FunctionReference.Cbrt, random => Math.CopySign(Positive(random), random.Next(2) - 1), 0.51, 0.51),
    ];

    public static TheoryData<string> Names => [.. All.Select(function => function.Name)];

    public static FunctionCase Find(string name) => All.Single(function => function.Name == name);

    /// <summary>A positive finite number, all exponents alike.</summary>
    public static double Positive(Random random) => BitConverter.Int64BitsToDouble(random.NextInt64(1, 0x7FF0_0000_0000_0000));

    // A third of them as small as they come.
    private static double Between(Random random, double least, double most)
    {
        var value = least + random.NextDouble() * (most - least);
        return random.Next(3) == 0 ? value * Math.ScaleB(1, -random.Next(60)) : value;
    }

    public override string ToString() => Name;
}
