using FusedOptim.Generator.Tests.Fuzzing.Interpretation;

namespace FusedOptim.Generator.Tests.Fuzzing.Running;

/// <summary>What a rule is stepped over.</summary>
/// <param name="IsSingle">Whether tensors are of float; of double otherwise.</param>
/// <param name="HasEdges">Whether half of the values are at the edges of arithmetic, and states hold anything.</param>
/// <param name="Length">The length of the tensor.</param>
/// <param name="Seed">What values are drawn from.</param>
internal sealed record Scenario(bool IsSingle, bool HasEdges, int Length, int Seed)
{
    private const int PoolSizeWithoutView = 41;

    public const int StepCount = 2;

    // Zeros, units, halves that rounding decides, the ends of the normal and denormal ranges of both precisions.
    private static readonly double[] s_edges =
    [
        0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.5, -2.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity,
        float.Epsilon, -float.Epsilon, 1.17549435e-38, -1.1754942e-38, float.MaxValue, float.MinValue,
        double.Epsilon, -1e-310, 2.2250738585072014e-308, double.MaxValue, 8388607.5, 4503599627370495.5, 1e30, -1e-30,
    ];

    /// <summary>The matrices of the tensor, for a rule that sees rows and columns.</summary>
    public MatrixView? View { get; init; }

    /// <summary>
    /// How many different elements a tensor is made of: so many are interpreted, however long it is. Where elements have rows, all are
    /// different.
    /// </summary>
    public int PoolSize => View is null ? PoolSizeWithoutView : Length;

    public TensorArithmetic Tensor => IsSingle ? new TensorArithmetic<float>() : new TensorArithmetic<double>();

    public double GradientScale => HasEdges ? 1 : 0.5;

    public int Offset => Seed % 16;

    public bool ZeroesGradients => Seed % 2 == 0;

    /// <summary>The element of the pool at each place of the tensor.</summary>
    public int[] Layout() => [.. Enumerable.Range(0, Length).Select(place => View is null ? (place * 7 + Seed) % PoolSize : place)];

    /// <summary>Values for an operand, one for each element of the pool.</summary>
    public double[] Draw(string operand)
    {
        // Not GetHashCode: it changes from process to process.
        var random = new Random(operand.Aggregate(Seed, (hash, character) => unchecked(hash * 31 + character)));
        var tensor = Tensor;
        return [.. Enumerable.Range(0, PoolSize).Select(_ => tensor.Rounded(
            HasEdges && random.Next(2) == 0 ? s_edges[random.Next(s_edges.Length)] : Ordinary(random)))];
    }

    private static double Ordinary(Random random) => random.Next(12) == 0
        ? random.Next(-2, 3)
        : (random.NextDouble() * 2 - 1) * Math.Pow(10, random.Next(-3, 2));

    public override string ToString() =>
        $"{(IsSingle ? "float" : "double")}, {(View is { } view ? $"{view}" : $"{Length} elements")}, {(HasEdges ? "edge" : "ordinary")} values of seed {Seed}";
}
