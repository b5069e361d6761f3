using FusedOptim.Generator.Helpers;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>
/// Writes the one loop shape of all targets: uniforms broadcast once into locals, which stay in registers; whole vectors;
/// what is left goes to the next narrower kernel, which gives the same bits, so that nothing is read or written outside.
/// </summary>
internal static class LoopWriter
{
    // Long enough for the formulas of most rules, short enough to read.
    private const int LongestNested = 72;

    public static void Write(IndentedTextWriter writer, KernelPlan plan, Target target, Element element)
    {
        var names = new Names("uniforms", "count", "i", TypeArguments.Gradients, TypeArguments.States);
        var references = plan.Operands.Select(operand => names.Take(operand.Reference)).ToList();

        writer.Line("[MethodImpl(KernelOptions.Loop)]");
        writer.Line($"public static void Run{TypeArguments.Of(plan, target, element)}(");
        using (writer.Indent())
        {
            writer.Line($"in {plan.UniformsName} uniforms,");
            foreach (var reference in references)
                writer.Line($"ref {element.Keyword} {reference},");
            writer.Line("nuint count)");
            TypeArguments.WriteConstraints(writer, plan, target, element);
        }

        var body = plan.BodyOf(element);
        using (writer.Open())
        {
            var codes = new Code[body.Graph.Nodes.Count];
            WriteUniforms(writer, body, target, element, names, codes);
            var lanes = target.LanesOf(element);
            var isVector = lanes > 1;
            writer.Blank();
            if (isVector)
                writer.Line("nuint i = 0;");
            using (writer.Open(isVector ? $"for (; count - i >= {lanes}; i += {lanes})" : "for (nuint i = 0; i < count; i++)"))
                WriteLane(writer, plan, body, target, element, names, references, codes);
            if (target.Narrower is { } narrower)
                WriteRemainder(writer, plan, narrower, element, references);
        }
    }

    private static void WriteUniforms(
        IndentedTextWriter writer, KernelBody body, Target target, Element element, Names names, Code[] codes)
    {
        var locals = new Dictionary<int, string>();
        foreach (var (node, field) in body.Uniforms)
        {
            var name = names.Take(Names.Camel(field.TrimStart('@')));
            locals.Add(node, name);
            var scalar = element == Element.Double ? $"uniforms.{field}" : $"(float)uniforms.{field}";
            var value = body.Graph.Nodes[node].Type == NodeType.Boolean
                ? target.BroadcastTruth(element, $"uniforms.{field} != 0")
                : target.Broadcast(element, scalar);
            writer.Line($"var {name} = {value};");
        }

        for (var index = 0; index < body.Graph.Nodes.Count; index++)
        {
            if (body.Graph.Nodes[index] is not { Op: Op.Broadcast } node)
                continue;
            var uniform = body.Graph.Nodes[node.A];
            codes[index] = locals.TryGetValue(node.A, out var name) ? new(name)
                : uniform.Type == NodeType.Boolean ? target.BroadcastTruth(element, uniform.Boolean ? "true" : "false")
                : target.Constant(element, uniform.Real);
        }
    }

    private static void WriteLane(
        IndentedTextWriter writer,
        KernelPlan plan,
        KernelBody body,
        Target target,
        Element element,
        Names names,
        IReadOnlyList<string> references,
        Code[] codes)
    {
        // Before the loads, so that a state has its own name and a local of the same name another.
        var loads = plan.Loads.ToDictionary(static operand => operand, operand => names.Take(plan.Operands[operand].Name));
        var stored = body.Graph.Stores.ToLookup(static store => store.Node, static store => store.Operand);
        for (var index = 0; index < body.Graph.Nodes.Count; index++)
        {
            var node = body.Graph.Nodes[index];
            if (node.Type.IsUniform() || node.Op == Op.Broadcast)
                continue;
            if (node.Op == Op.Load)
                continue;

            // A load stands before its first use: fewer values live at once, and 256-bit loops run some percent faster.
            for (var operand = 0; operand < node.Op.Info().Arity; operand++)
                Load(node.Operand(operand));
            var code = target.Apply(
                node.Op, element, [.. Enumerable.Range(0, node.Op.Info().Arity).Select(operand => codes[node.Operand(operand)])]);
            var isNamed = body.NameOf.TryGetValue(index, out var wish);
            if (stored.Contains(index))
                wish = plan.Operands[stored[index].First()].Result;

            if (body.UseCounts[index] > 1 || isNamed || stored.Contains(index) || code.Text.Length > LongestNested)
            {
                var name = names.Take(wish ?? "value");
                writer.Line($"var {name} = {code};");
                code = new(name);
            }

            codes[index] = code;
        }

        foreach (var store in body.Graph.Stores)
            Load(store.Node);
        writer.Blank();
        foreach (var store in body.Graph.Stores)
            Store(store.Operand, codes[store.Node].Text);
        if (plan.Signature.Gradients != GradientUse.Zeroed)
            return;
        writer.Line("if (TGradients.Zero)");
        using (writer.Indent())
            writer.Line(target.StoreZero(element, references[Graph.Gradient]));

        void Load(int index)
        {
            if (body.Graph.Nodes[index] is not { Op: Op.Load } node || codes[index].Text is not null)
                return;
            var operand = (int)node.Bits;
            var value = IsCoded(operand) ? target.Decode(references[operand]) : target.Load(element, references[operand]);
            writer.Line($"var {loads[operand]} = {value};");
            codes[index] = new(loads[operand]);
        }

        void Store(int operand, string value) => writer.Line(IsCoded(operand)
            ? target.Encode(value, references[operand])
            : target.Store(element, value, references[operand]));

        bool IsCoded(int operand) => element == Element.Single && plan.Operands[operand].MayBeCoded;
    }

    private static void WriteRemainder(
        IndentedTextWriter writer, KernelPlan plan, Target narrower, Element element, IReadOnlyList<string> references)
    {
        writer.Blank();
        using (writer.Open("if (i < count)"))
        {
            writer.Line($"{plan.KernelName(narrower)}.Run{TypeArguments.Of(plan, narrower, element)}(");
            using (writer.Indent())
            {
                writer.Line("in uniforms,");
                foreach (var reference in references)
                    writer.Line($"ref Unsafe.Add(ref {reference}, i),");
                writer.Line("count - i);");
            }
        }
    }
}
