using FusedOptim.Generator.IR;
using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes the operations of a function as data, those of the strict kernel: what varies, and the places of step constants.
/// </summary>
internal static class OperationsWriter
{
    public static void Write(
        IndentedTextWriter writer, RecordNames names, string operation, string face, IReadOnlyList<FunctionPlan> plans)
    {
        writer.Line(GeneratedAttributes.OfMember(names));
        if (plans.Count == 1)
        {
            writer.Line($"{operation}[] {face}.GetOperations() =>");
            WriteList(writer, operation, plans[0].Apply, ";");
            return;
        }

        writer.Line($"{operation}[] {face}.GetOperations() => (({face})this).Variant switch");
        writer.Line("{");
        using (writer.Indent())
        {
            for (var index = 0; index < plans.Count; index++)
            {
                writer.Line(index == plans.Count - 1 ? "_ =>" : $"{index} =>");
                WriteList(writer, operation, plans[index].Apply, ",");
            }
        }

        writer.Line("};");
    }

    private static void WriteList(IndentedTextWriter writer, string operation, KernelPair pair, string end)
    {
        var graph = pair.Strict.Graph;
        var isReached = graph.ReachedFrom(graph.Stores);
        var places = new int[graph.Nodes.Count];
        var count = 0;
        writer.Line("[");
        using (writer.Indent())
        {
            for (var index = 0; index < graph.Nodes.Count; index++)
            {
                var node = graph.Nodes[index];
                if (!isReached[index] || node.Type.IsUniform())
                    continue;
                writer.Line($"new({operation.Replace("FunctionOperation", "FunctionOperator")}.{Text(pair, node, places)}),");
                places[index] = count++;
            }
        }

        writer.Line($"]{end}");
    }

    private static string Text(KernelPair pair, Node node, int[] places)
    {
        switch (node.Op)
        {
            case Op.Load:
                return $"Argument, Index: {node.Bits}";
            case Op.Broadcast:
                var isCondition = node.Type == NodeType.Mask;
                var uniform = pair.Strict.Graph.Nodes[node.A];
                if (uniform.IsConstant)
                {
                    return isCondition
                        ? $"Condition, Value: {(uniform.Boolean ? 1 : 0)}"
                        : $"Constant, Value: {Literals.OfDouble(uniform.Real).Text}";
                }

                var name = pair.Strict.StepConstants.First(constant => constant.Node == node.A).Name;
                var place = pair.StepConstantNames.ToList().IndexOf(name);
                return $"{(isCondition ? "StepCondition" : "StepConstant")}, Index: {place}";
            default:
                var operands = Enumerable.Range(0, 3).Select(node.Operand).Where(static operand => operand >= 0)
                    .Select(operand => places[operand]);
                return $"{node.Op}, {string.Join(", ", operands)}";
        }
    }
}
