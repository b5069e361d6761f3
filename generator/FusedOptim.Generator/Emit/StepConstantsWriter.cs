using FusedOptim.Generator.IR;
using FusedOptim.Generator.Spelling;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes the struct of step constants, and the statements that compute it, in double, once a step.</summary>
internal static class StepConstantsWriter
{
    private const int LongestNested = 72;

    // In the record's own namespace, where a type of the project can be called Math.
    private static readonly Target Uniform = new ScalarTarget("global::System.", "global::System.Math.FusedMultiplyAdd");

    /// <summary>Writes the struct of the step constants of a kernel and its strict one; nothing where there are none.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="pair">The kernels.</param>
    /// <param name="occasion">What step constants are computed once for.</param>
    public static void WriteStruct(IndentedTextWriter writer, KernelPair pair, string occasion)
    {
        if (pair.StepConstantNames.Count == 0)
            return;
        writer.Blank();
        writer.Line($"/// <summary>What is the same for all elements of a {occasion}.</summary>");
        writer.Line(GeneratedAttributes.OfStepConstants);
        using (writer.Open($"internal struct {pair.Plan.StepConstantsName}"))
            writer.Line($"public double {string.Join(", ", pair.StepConstantNames)};");
    }

    /// <summary>
    /// Writes the statements; <c>context</c>, <c>target</c> and the reference <c>u</c> to the struct are in scope. What the strict
    /// kernel takes as the others do comes first.
    /// </summary>
    /// <param name="writer">Where to.</param>
    /// <param name="pair">The kernels that the step constants are for.</param>
    /// <param name="prepared">The locals that hold the prepared values, by their index in the rule.</param>
    /// <param name="names">Gives names to locals.</param>
    /// <param name="isStrict">The condition under which the strict kernel runs.</param>
    /// <param name="known">The kernels whose step constants have been computed; null for none.</param>
    public static void WriteComputation(
        IndentedTextWriter writer, KernelPair pair, IReadOnlyDictionary<int, string> prepared, Names names, string isStrict,
        KernelPair? known)
    {
        var (plan, strict) = (pair.Plan, pair.Strict);
        var (computed, strictlyComputed) = (NamesOf(known?.Plan), NamesOf(known?.Strict));
        var shared = NamesOf(plan);
        shared.IntersectWith(NamesOf(strict));
        Write(plan, name => shared.Contains(name) && !(computed.Contains(name) && strictlyComputed.Contains(name)));
        if (strict == plan)
            return;
        var (isOwn, isStrictOwn) = (IsMissing(computed), IsMissing(strictlyComputed));
        var (own, strictOwn) = (HasAny(plan, isOwn), HasAny(strict, isStrictOwn));
        if (strictOwn)
        {
            using (writer.Open($"if ({isStrict})"))
                Write(strict, isStrictOwn);
        }

        if (own)
        {
            using (writer.Open(strictOwn ? "else" : $"if (!({isStrict}))"))
                Write(plan, isOwn);
        }

        Func<string, bool> IsMissing(HashSet<string> known) => name => !shared.Contains(name) && !known.Contains(name);

        void Write(KernelPlan plan, Func<string, bool> isWanted) => WriteFields(writer, plan, prepared, names, isWanted);
    }

    private static HashSet<string> NamesOf(KernelPlan? plan) =>
        [.. plan?.StepConstants.Select(static constant => constant.Name) ?? []];

    private static bool HasAny(KernelPlan plan, Func<string, bool> isWanted) =>
        plan.StepConstants.Any(constant => isWanted(constant.Name));

    private static void WriteFields(
        IndentedTextWriter writer, KernelPlan plan, IReadOnlyDictionary<int, string> prepared, Names names, Func<string, bool> isWanted)
    {
        var codes = new Code[plan.Graph.Nodes.Count];
        var fields = plan.StepConstants.Where(constant => isWanted(constant.Name))
            .ToDictionary(static uniform => uniform.Node, static uniform => uniform.Name);
        var needed = Needed(plan, fields.Keys);
        for (var index = 0; index < plan.Graph.Nodes.Count; index++)
        {
            if (!needed.Contains(index))
                continue;
            var node = plan.Graph.Nodes[index];
            var code = node.Op == Op.Prepared ? new(prepared[node.Integer]) : CodeOf(plan, node, codes);
            var isLeaf = node.Op.Info().Arity == 0;
            var isField = fields.TryGetValue(index, out var target);
            var isUsedOnce = plan.UseCounts[index] == 1;
            if (!isLeaf && (!isUsedOnce || (!isField && (plan.NameOf.ContainsKey(index) || code.Text.Length > LongestNested))))
            {
                var name = names.Take(target is not null
                    ? Names.Camel(target)
                    : plan.NameOf.TryGetValue(index, out var given) ? given : StepConstantNames.Of(plan, index) is { } known ? Names.Camel(known) : "value");
                writer.Line($"var {name} = {code};");
                code = new(name);
            }

            codes[index] = code;
            if (isField)
                writer.Line($"u.{target} = {(node.Type == NodeType.Boolean ? new($"{code.At(Code.Conditional + 1)} ? 1.0 : 0.0") : code)};");
        }
    }

    private static HashSet<int> Needed(KernelPlan plan, IEnumerable<int> nodes)
    {
        var needed = new HashSet<int>(nodes);
        for (var index = plan.Graph.Nodes.Count - 1; index >= 0; index--)
        {
            if (!needed.Contains(index))
                continue;
            for (var operand = 0; operand < 3; operand++)
            {
                if (plan.Graph.Nodes[index].Operand(operand) is >= 0 and var child)
                    needed.Add(child);
            }
        }

        return needed;
    }

    private static Code CodeOf(KernelPlan plan, Node node, Code[] codes)
    {
        Code Operand(int index) => codes[node.Operand(index)];
        switch (node.Op)
        {
            case Op.Constant:
                return node.Type switch
                {
                    NodeType.Real => Literals.OfDouble(node.Real),
                    NodeType.Integer => Literals.OfInteger(node.Integer),
                    _ => new(node.Boolean ? "true" : "false"),
                };
            case Op.Hyperparameter:
                return new("this." + Names.Escape(plan.Declaration.Hyperparameters[node.Integer].Name));
            case Op.StaticField:
                return new(plan.Graph.Texts[node.Integer]);
            case Op.Step:
                return new("context.Step");
            case Op.GradientScale:
                return new("context.GradientScale");
            case Op.IntegerToReal:
                return new($"(double){Operand(0).At(Code.Unary)}", Code.Unary);
            case Op.RealToInteger:
                return new($"(int){Operand(0).At(Code.Unary + 1)}", Code.Unary);
            case Op.IntegerPower:
                return new($"{FullNames.Of(plan.Declaration).Runtime}KernelMath.Power({Operand(0)}, {Operand(1)})");
            case Op.ClampMinimum:
                var check = $"{FullNames.Of(plan.Declaration).Runtime}KernelMath.CheckClampBounds({Operand(0)}, {Operand(1)})";
                return node.C < 0
                    ? new(check)
                    : new($"{Operand(2).At(Code.Conditional + 1)} ? {check} : {Operand(0).At(Code.Conditional)}", Code.Conditional);
            case Op.Call:
                return new($"{plan.Graph.Texts[node.Integer]}({string.Join(", ", Enumerable.Range(0, 3)
                    .Where(index => node.Operand(index) >= 0).Select(index => Operand(index).Text))})");
            case Op.Divide or Op.Remainder when node is { Type: NodeType.Integer, C: >= 0 }:
                var quotient = $"{Operand(0).At(13)} {node.Op.Info().Scalar} {Operand(1).At(14)}";
                return new($"{Operand(2).At(Code.Conditional + 1)} ? {quotient} : 0", Code.Conditional);
            case Op.Not when node.Type == NodeType.Integer:
                return new($"~{Operand(0).At(Code.Unary + 1)}", Code.Unary);
            default:
                return Uniform.Apply(
                    node.Op, Element.Double, [.. Enumerable.Range(0, node.Op.Info().Arity).Select(Operand)]);
        }
    }
}
