using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Passes;

/// <summary>
/// Puts constants in the place of structural hyperparameters and folds what follows from them: loop unswitching, one graph
/// for each value.
/// </summary>
/// <param name="source">The graph of all variants.</param>
/// <param name="values">The value of each structural hyperparameter, by its index.</param>
internal sealed class Specialization(Graph source, IReadOnlyDictionary<int, int> values) : Rewriter(source)
{
    protected override int Rewrite(Node original, Node node)
    {
        if (node.Op == Op.Hyperparameter && values.TryGetValue(node.Integer, out var value))
            return node.Type == NodeType.Boolean ? Target.Boolean(value != 0) : Target.Integer(value);
        return node.Op switch
        {
            Op.Select => Target.Select(node.A, node.B, node.C),
            Op.Broadcast => Target.ToVarying(node.A),
            Op.IntegerToReal => Target.ToReal(node.A),
            Op.Not or Op.Negate or Op.Abs or Op.Sqrt or Op.Floor or Op.Ceiling => Target.Unary(node.Op, node.A),
            Op.Divide or Op.Remainder when node.Type == NodeType.Integer =>
                Target.IntegerDivision(node.Op, node.A, node.B, node.C),
            Op.Add or Op.Subtract or Op.Multiply or Op.Divide or Op.Min or Op.Max or Op.And or Op.Or or Op.Xor =>
                Target.Binary(node.Op, node.A, node.B),
            _ when node.Op.IsComparison() => Target.Binary(node.Op, node.A, node.B),
            _ => base.Rewrite(original, node),
        };
    }
}
