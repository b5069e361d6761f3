using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;

namespace FusedOptim.Generator.Analysis;

/// <summary>
/// Finds what the values of a graph can be: from the ranges of hyperparameters, and from operations whose results have a sign
/// that is known. Rounding is monotonic, in both precisions, so that bounds hold for what is rounded too; what underflows keeps
/// its sign.
/// </summary>
internal static class ValueRanges
{
    /// <summary>The range of each node.</summary>
    public static ValueRange[] Of(Graph graph, IReadOnlyList<HyperparameterModel> hyperparameters)
    {
        var ranges = new ValueRange[graph.Nodes.Count];
        for (var index = 0; index < ranges.Length; index++)
        {
            var node = graph.Nodes[index];
            var range = Of(graph, node, hyperparameters, ranges);
            // Bounds such as ∞ − ∞ say nothing.
            if (double.IsNaN(range.Low) || double.IsNaN(range.High))
                range = ValueRange.Any;
            ranges[index] = range with
            {
                // What is negative may round to −0.
                MayBeNegativeZero = range.MayBeNegativeZero || range.Low < 0,
                IsNumber = IsNumber(node, range, ranges),
            };
        }

        return ranges;
    }

    /// <summary>Whether a value is a number: asked of step constants alone, because in float what is finite in double overflows.</summary>
    private static bool IsNumber(Node node, ValueRange range, ValueRange[] ranges) => node.Op switch
    {
        Op.Constant or Op.Hyperparameter or Op.Step => range.IsFinite,
        Op.Broadcast or Op.IntegerToReal => ranges[node.A].IsNumber,
        Op.Add or Op.Multiply or Op.Min or Op.Max =>
            node.Type == NodeType.Real && range.IsFinite && ranges[node.A].IsNumber && ranges[node.B].IsNumber,
        _ => false,
    };

    private static ValueRange Of(
        Graph graph, Node node, IReadOnlyList<HyperparameterModel> hyperparameters, ValueRange[] ranges)
    {
        var (a, b) = (RangeOf(node.A), RangeOf(node.B));
        return node.Op switch
        {
            Op.Constant when node.Type == NodeType.Real => new(node.Real, node.Real, node.Bits < 0),
            Op.Constant when node.Type == NodeType.Integer => new(node.Integer, node.Integer, false),
            Op.Hyperparameter => Of(hyperparameters[node.Integer]),
            Op.Step => new(1, int.MaxValue, false),
            // What else integers do may wrap around.
            _ when node.Type == NodeType.Integer => ValueRange.Any,
            Op.Broadcast or Op.IntegerToReal => a,
            Op.Add => Sum(a, b),
            Op.Multiply => Product(graph, node, ranges),
            Op.FusedMultiplyAdd => Sum(Product(graph, node, ranges), RangeOf(node.C)),
            Op.Divide when a.Low >= 0 && b.IsPositive => ValueRange.Positive with
            {
                MayBeNegativeZero = a.MayBeNegativeZero,
            },
            Op.Abs or Op.Exp or Op.Logistic or Op.Softplus => ValueRange.Positive,
            Op.Pow when a.IsPositive => ValueRange.Positive,
            Op.Erf => new(a.Low >= 0 ? 0 : -1, 1, a.MayBeNegativeZero),
            Op.Cbrt when a.Low >= 0 => ValueRange.Positive with { MayBeNegativeZero = a.MayBeNegativeZero },
            Op.Sqrt => ValueRange.Positive with { MayBeNegativeZero = a.MayBeNegativeZero },
            Op.Max => new(
                Math.Max(a.Low, b.Low), Math.Max(a.High, b.High), a.MayBeNegativeZero && b.MayBeNegativeZero),
            Op.Min => new(
                Math.Min(a.Low, b.Low), Math.Min(a.High, b.High), a.MayBeNegativeZero || b.MayBeNegativeZero),
            Op.Select => Union(b, RangeOf(node.C)),
            _ => ValueRange.Any,
        };

        ValueRange RangeOf(int operand) => operand < 0 ? ValueRange.Any : ranges[operand];
    }

    // Only what the record declares is checked from the start, which takes the sign of a zero away where the range begins at 0.
    private static ValueRange Of(HyperparameterModel hyperparameter) => hyperparameter.IsStructural
        ? ValueRange.Any
        : new(
            Math.Max(hyperparameter.Range.Minimum, double.MinValue),
            Math.Min(hyperparameter.Range.Maximum, double.MaxValue),
            !(hyperparameter.IsPositional && hyperparameter.Range.Minimum >= 0));

    private static ValueRange Sum(ValueRange a, ValueRange b) =>
        new(a.Low + b.Low, a.High + b.High, a.MayBeNegativeZero && b.MayBeNegativeZero);

    private static ValueRange Product(Graph graph, Node node, ValueRange[] ranges)
    {
        if (node.A == node.B)
            return ValueRange.Positive;
        // (c·x)·x has the sign of c.
        foreach (var c in (int[])[Cofactor(graph, node.A, node.B), Cofactor(graph, node.B, node.A)])
        {
            if (c >= 0 && ranges[c].Low >= 0)
                return ValueRange.Positive with { MayBeNegativeZero = ranges[c].MayBeNegativeZero };
        }

        var (a, b) = (ranges[node.A], ranges[node.B]);
        return a.Low >= 0 && b.Low >= 0
            ? new(a.Low * b.Low, a.High * b.High, a.MayBeNegativeZero || b.MayBeNegativeZero)
            : ValueRange.Any;
    }

    /// <summary>The other factor of a product that has a given one; negative where it is no such product.</summary>
    private static int Cofactor(Graph graph, int product, int factor) => graph.Nodes[product] switch
    {
        { Op: Op.Multiply } node when node.A == factor => node.B,
        { Op: Op.Multiply } node when node.B == factor => node.A,
        _ => -1,
    };

    private static ValueRange Union(ValueRange a, ValueRange b) => new(
        Math.Min(a.Low, b.Low), Math.Max(a.High, b.High), a.MayBeNegativeZero || b.MayBeNegativeZero);
}
