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

    /// <param name="summands">What each element of the tensor adds, in double.</param>
    public static Value Sum(string name, IReadOnlyList<Value> summands)
    {
        var (total, bound, magnitude) = (0.0, 0.0, 0.0);
        for (var start = 0; start < summands.Count; start += BlockLength)
        {
            var lanes = new double[LaneCount];
            for (var i = start; i < Math.Min(start + BlockLength, summands.Count); i++)
            {
                lanes[(i - start) % LaneCount] += summands[i].Number;
                bound += summands[i].Bound;
                magnitude += Math.Abs(summands[i].Number);
            }

            for (var half = LaneCount / 2; half > 0; half /= 2)
            {
                for (var lane = 0; lane < half; lane++)
                    lanes[lane] += lanes[lane + half];
            }

            total += lanes[0];
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

    /// <summary>IEEE 754's maximum: NaN if anything is NaN.</summary>
    public static Value Maximum(string name, IReadOnlyList<Value> entries) => Value.Named(
        ValueKind.Real, name, entries.Aggregate(double.NegativeInfinity, (largest, entry) => Math.Max(largest, entry.Number)),
        entries.Aggregate(0.0, (bound, entry) => Math.Max(bound, entry.Bound)));

    public static bool IsReduction(IParameterSymbol parameter) => Is(parameter, "SumAttribute") || IsMaximum(parameter);

    public static bool IsMaximum(IParameterSymbol parameter) => Is(parameter, "MaxAttribute");

    /// <summary>What a sum or a maximum is taken over.</summary>
    public static Over OverOf(IParameterSymbol parameter) =>
        OverOf(parameter.GetAttributes(), "SumAttribute") ?? OverOf(parameter.GetAttributes(), "MaxAttribute") ?? Over.Tensor;

    /// <summary>The argument of an attribute that says what it is over.</summary>
    public static Over? OverOf(IEnumerable<AttributeData> attributes, string attribute) => attributes
        .Where(data => data.AttributeClass?.Name == attribute).SelectMany(data => data.ConstructorArguments)
        .Where(argument => argument.Kind == TypedConstantKind.Enum).Select(argument => (Over?)(int)argument.Value!).FirstOrDefault();

    private static bool Is(IParameterSymbol parameter, string attribute) =>
        parameter.GetAttributes().Any(data => data.AttributeClass?.Name == attribute);
}
