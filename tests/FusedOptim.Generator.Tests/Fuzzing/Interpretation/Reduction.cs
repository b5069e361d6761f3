using FusedOptim.Schema;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

/// <summary>
/// What all elements come to, as docs/numerics.md has it: blocks of 1,024 elements counted from the tensor's start; in a block
/// element i goes to lane i mod 16; the lanes are added by a fixed tree, the blocks in order; all in double.
/// </summary>
internal static class Reduction
{
    /// <summary>What takes the place of a sum that is not finite.</summary>
    public const double OrdinarySum = 1.5;

    private const int BlockLength = 1024;
    private const int LaneCount = 16;

    private static readonly string[] s_attributes = ["SumAttribute", "MaxAttribute", "NormAttribute"];

    /// <param name="summands">What each element of the tensor adds, in double.</param>
    public static Value Sum(string name, IReadOnlyList<Value> summands)
    {
        var (total, bound, magnitude) = (0.0, 0.0, 0.0);
        foreach (var block in summands.Chunk(BlockLength))
        {
            foreach (var summand in block)
            {
                bound += summand.Bound;
                magnitude += Math.Abs(summand.Number);
            }

            total += SumOfBlock([.. block.Select(summand => summand.Number)]);
        }

        if (bound > 0)
            bound += magnitude * summands.Count * Math.ScaleB(1, -52);
        return Value.Named(ValueKind.Real, name, total, magnitude < 1e30 || bound == 0 ? bound : double.PositiveInfinity);
    }

    /// <summary>
    /// What rows, columns or matrices come to, in double: entries are added in their order in memory, as the run of all targets adds them.
    /// </summary>
    public static Value SumInOrder(IReadOnlyList<Value> summands)
    {
        var (total, bound, magnitude) = (0.0, 0.0, 0.0);
        foreach (var summand in summands)
        {
            total += summand.Number;
            bound += summand.Bound;
            magnitude += Math.Abs(summand.Number);
        }

        if (bound > 0)
            bound += magnitude * summands.Count * Math.ScaleB(1, -52);
        return Value.Element(total, magnitude < 1e30 || bound == 0 ? bound : double.PositiveInfinity);
    }

    /// <summary>
    /// The norm of all elements: of each block, by its squares in the order of sums; and of what blocks come to, in order.
    /// </summary>
    public static Value Norm(string name, IReadOnlyList<Value> summands)
    {
        var total = 0.0;
        foreach (var block in summands.Chunk(BlockLength))
            total = NormOf([total, NormOf([.. block.Select(summand => summand.Number)])]);
        return Value.Named(ValueKind.Real, name, total, BoundOfNorm(summands, total));
    }

    /// <summary>The norm of rows, columns or matrices, as entries are entered by the run of all targets: in their order in memory.</summary>
    public static Value NormInOrder(IReadOnlyList<Value> summands)
    {
        var total = summands.Aggregate(0.0, (total, summand) => NormOf([total, summand.Number]));
        return Value.Element(total, BoundOfNorm(summands, total));
    }

    // Squares whose sum is not finite, or below 2⁻⁹⁰⁰, are taken again of scaled numbers, one by one.
    private static double NormOf(double[] block)
    {
        var squares = SumOfBlock([.. block.Select(number => number * number)]);
        var exponent = !double.IsFinite(squares) ? 600 : squares < Math.ScaleB(1, -900) ? -600 : 0;
        if (exponent == 0)
            return Math.Sqrt(squares);
        var factor = Math.ScaleB(1, -exponent);
        var reduced = block.Aggregate(0.0, (sum, number) => sum + factor * number * (factor * number));
        return double.IsFinite(reduced) ? Math.ScaleB(Math.Sqrt(reduced), exponent) : Math.Sqrt(squares);
    }

    private static double BoundOfNorm(IReadOnlyList<Value> summands, double total)
    {
        // The norm of what the summands may be off by is at most the sum of it.
        var bound = summands.Sum(summand => summand.Bound);
        return bound == 0 ? 0 : bound + Math.Abs(total) * summands.Count * Math.ScaleB(1, -51);
    }

    private static double SumOfBlock(double[] block)
    {
        var lanes = new double[LaneCount];
        for (var i = 0; i < block.Length; i++)
            lanes[i % LaneCount] += block[i];
        for (var half = LaneCount / 2; half > 0; half /= 2)
        {
            for (var lane = 0; lane < half; lane++)
                lanes[lane] += lanes[lane + half];
        }

        return lanes[0];
    }

    /// <summary>IEEE 754's maximum: NaN if anything is NaN.</summary>
    public static Value Maximum(string name, IReadOnlyList<Value> entries) => Value.Named(
        ValueKind.Real, name, entries.Aggregate(double.NegativeInfinity, (largest, entry) => Math.Max(largest, entry.Number)),
        entries.Aggregate(0.0, (bound, entry) => Math.Max(bound, entry.Bound)));

    /// <summary>The value that an element starts from: added to, compared with or entered beside another, it gives the other.</summary>
    public static Value Start(IParameterSymbol parameter) => Value.Constant(ValueKind.Real, KindOf(parameter) switch
    {
        ReductionKind.Sum => -0.0,
        ReductionKind.Maximum => double.NegativeInfinity,
        _ => 0,
    });

    /// <summary>All entries together.</summary>
    public static Value Of(ReductionKind kind, string name, IReadOnlyList<Value> summands) => kind switch
    {
        ReductionKind.Sum => Sum(name, summands),
        ReductionKind.Maximum => Maximum(name, summands),
        _ => Norm(name, summands),
    };

    /// <summary>The entries of a row, a column or a matrix.</summary>
    public static Value OfPlace(ReductionKind kind, string name, IReadOnlyList<Value> summands) => kind switch
    {
        ReductionKind.Sum => SumInOrder(summands),
        ReductionKind.Maximum => Maximum(name, summands),
        _ => NormInOrder(summands),
    };

    public static bool IsReduction(IParameterSymbol parameter) => KindOf(parameter) is not null;

    /// <summary>The kind of a reduction; null of another parameter.</summary>
    public static ReductionKind? KindOf(IParameterSymbol parameter) =>
        Is(parameter, "SumAttribute") ? ReductionKind.Sum
        : Is(parameter, "MaxAttribute") ? ReductionKind.Maximum
        : Is(parameter, "NormAttribute") ? ReductionKind.Norm
        : null;

    /// <summary>The unit that a sum, a maximum or a norm is taken over.</summary>
    public static Over OverOf(IParameterSymbol parameter) => s_attributes
        .Select(attribute => OverOf(parameter.GetAttributes(), attribute)).FirstOrDefault(over => over is not null) ?? Over.Tensor;

    /// <summary>The argument of an attribute that says what it is over.</summary>
    public static Over? OverOf(IEnumerable<AttributeData> attributes, string attribute) => attributes
        .Where(data => data.AttributeClass?.Name == attribute).SelectMany(data => data.ConstructorArguments)
        .Where(argument => argument.Kind == TypedConstantKind.Enum).Select(argument => (Over?)(int)argument.Value!).FirstOrDefault();

    private static bool Is(IParameterSymbol parameter, string attribute) =>
        parameter.GetAttributes().Any(data => data.AttributeClass?.Name == attribute);
}
