namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

/// <summary>
/// How far a kernel that contracts, multiplies by reciprocals and merges uniform factors can be from the strict result: what its
/// operands may be off by, and a few units in the last place of the operation itself.
/// </summary>
/// <param name="tensor">The precision.</param>
internal sealed class ErrorBounds(TensorArithmetic tensor)
{
    // The rounding of the operation itself, that of a uniform before it, and what merging adds.
    private const double UnitsOfAnOperation = 4;

    // Merged factors stay far from the ends of the range as long as each of them does.
    private const double LargestUniform = 1e6;

    public double Unary(Operation operation, Value x, double result) => operation switch
    {
        Operation.Negate or Operation.Abs => x.Bound,
        Operation.Sqrt when x.Bound == 0 => Own(result, result),
        Operation.Sqrt => x.Number > x.Bound ? Own(result, x.Bound / result, result) : double.PositiveInfinity,
        _ => x.Bound == 0 || tensor.Unary(operation, x.Number - x.Bound) == tensor.Unary(operation, x.Number + x.Bound)
            ? 0 : double.PositiveInfinity,
    };

    public double Binary(Operation operation, Value x, Value y, double result) => operation switch
    {
        Operation.Add or Operation.Subtract => Own(result, x.Bound + y.Bound, Math.Abs(x.Number) + Math.Abs(y.Number)),
        Operation.Multiply => Own(result, OfProduct(x, y), result),
        Operation.Divide => Math.Abs(y.Number) > 2 * y.Bound
            ? Own(result, (x.Bound + Math.Abs(result) * y.Bound) / (Math.Abs(y.Number) - y.Bound), result)
            : double.PositiveInfinity,
        Operation.Min or Operation.Max => double.IsFinite(result) ? Math.Max(x.Bound, y.Bound) : double.PositiveInfinity,
        Operation.CopySign => y.Bound == 0 || Math.Abs(y.Number) > y.Bound ? x.Bound : double.PositiveInfinity,
        _ => x.Bound == 0 && y.Bound == 0 ? 0 : double.PositiveInfinity,
    };

    /// <summary>A function that is monotone in one argument, within two units in the last place; of two arguments exact ones.</summary>
    public double Function(Func<double[], double> function, Value[] x, double result)
    {
        var propagated = x.All(argument => argument.Bound == 0) ? 0
            : x.Length > 1 ? double.PositiveInfinity
            : Math.Max(
                Math.Abs(function([x[0].Number + x[0].Bound]) - result), Math.Abs(function([x[0].Number - x[0].Bound]) - result));
        return Own(result, propagated, 2 * result);
    }

    public double FusedMultiplyAdd(Value x, Value y, Value z, double result) =>
        Own(result, OfProduct(x, y) + z.Bound, Math.Abs(x.Number * y.Number) + Math.Abs(z.Number));

    /// <summary>The bound of a uniform where it meets a varying value: merged, it is rounded elsewhere.</summary>
    public double Rounded(Value x) => x.Number == 0 || (Math.Abs(x.Number) is > 1 / LargestUniform and < LargestUniform)
        ? x.Bound + 2 * tensor.Unit * Math.Abs(x.Number)
        : double.PositiveInfinity;

    /// <summary>Zero where neither operand can be so far off that the comparison comes out otherwise.</summary>
    public static double OfComparison(Value x, Value y)
    {
        var bound = x.Bound + y.Bound;
        return bound == 0 || Math.Abs(x.Number - y.Number) > bound ? 0 : double.PositiveInfinity;
    }

    private static double OfProduct(Value x, Value y) =>
        Math.Abs(x.Number) * y.Bound + Math.Abs(y.Number) * x.Bound + x.Bound * y.Bound;

    private double Own(double result, double propagated, double magnitude) => double.IsFinite(result) && double.IsFinite(magnitude)
        ? propagated + UnitsOfAnOperation * tensor.Unit * Math.Abs(magnitude) + tensor.Least
        : double.PositiveInfinity;

    private double Own(double result, double magnitude) => Own(result, 0, magnitude);
}
