using FusedOptim.Generator.Analysis;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Emit;

/// <summary>Names step constants after what they are: OneMinusBeta1, NegativeLearningRate.</summary>
internal static class StepConstantNames
{
    private const int LongestName = 40;
    private const int DeepestName = 8;

    // A field that hides one of them is a warning.
    private static readonly string[] MembersOfEveryType =
        ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];

    /// <summary>The names of a plan's step constants.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="others">The plans whose struct they share: equal values have one field.</param>
    public static IReadOnlyList<(int Node, string Name)> Of(KernelPlan plan, IReadOnlyList<KernelPlan> others)
    {
        var names = new Names([.. KernelTypes.Names, .. MembersOfEveryType, plan.StepConstantsName]);
        foreach (var name in others.SelectMany(static other => other.StepConstants).Select(static constant => constant.Name).Distinct())
            names.Take(name.TrimStart('@'));
        var constants = new List<(int, string)>();
        var known = others.Select(other => (Values: new SameValue(plan.Graph, other.Graph), other.StepConstants)).ToList();
        foreach (var node in NodesOf(plan.Graph))
        {
            var shared = known.SelectMany(other => other.StepConstants.Where(constant => other.Values.Of(node, constant.Node)))
                .Select(static constant => constant.Name).FirstOrDefault();
            constants.Add((node, shared ?? names.Take(Of(plan, node) ?? "Uniform")));
        }

        return constants;
    }

    /// <summary>The step constants that meet the tensor, constants apart, in the order in which they do.</summary>
    public static IEnumerable<int> NodesOf(Graph graph) => graph.Nodes
        .Where(node => node.Op == Op.Broadcast && !graph.Nodes[node.A].IsConstant)
        .Select(static node => node.A)
        .Distinct();

    /// <summary>A name for the value of a uniform, in Pascal case; null where that is too long for a name.</summary>
    public static string? Of(KernelPlan plan, int node) => Describe(plan, node) is { Length: <= LongestName } name ? name : null;

    private static string? Describe(KernelPlan plan, int index, int depth = 0)
    {
        if (depth > DeepestName)
            return null;
        if (plan.NameOf.TryGetValue(index, out var name))
            return Names.Pascal(name);
        var node = plan.Graph.Nodes[index];
        return node.Op switch
        {
            Op.Hyperparameter => Names.Pascal(plan.Declaration.Hyperparameters[node.Integer].Name),
            Op.Prepared => Names.Pascal(plan.Signature.Prepared[node.Integer].Name),
            Op.GradientScale => "GradientScale",
            Op.Step => "Step",
            Op.StaticField => Names.Pascal(plan.Graph.Texts[node.Integer].Split('@').Last()),
            Op.IntegerToReal => Describe(plan, node.A, depth + 1),
            Op.Negate => Compose("Negative", Describe(plan, node.A, depth + 1)),
            Op.Sqrt => Compose("Root", Describe(plan, node.A, depth + 1)),
            Op.Subtract when IsOne(plan, node.A) => Compose("OneMinus", Describe(plan, node.B, depth + 1)),
            Op.Divide when BiasCorrected(plan, node) is >= 0 and var average => Compose(Describe(plan, average, depth + 1), "Correction"),
            Op.Divide when IsOne(plan, node.A) => Compose("Reciprocal", Describe(plan, node.B, depth + 1)),
            Op.IntegerPower when plan.Graph.Nodes[node.B].Op == Op.Step => Compose(Describe(plan, node.A, depth + 1), "ToTheStep"),
            Op.Multiply => Compose(Compose(Describe(plan, node.A, depth + 1), "Times"), Describe(plan, node.B, depth + 1)),
            Op.Divide => Compose(Compose(Describe(plan, node.A, depth + 1), "Over"), Describe(plan, node.B, depth + 1)),
            Op.Add => Compose(Compose(Describe(plan, node.A, depth + 1), "Plus"), Describe(plan, node.B, depth + 1)),
            Op.Subtract => Compose(Compose(Describe(plan, node.A, depth + 1), "Minus"), Describe(plan, node.B, depth + 1)),
            Op.Call when node.B >= 0 && plan.Graph.Nodes[node.B] is { Op: Op.IntegerToReal } exponent &&
                plan.Graph.Nodes[exponent.A].Op == Op.Step && plan.Graph.Texts[node.Integer].EndsWith(".Pow", StringComparison.Ordinal) =>
                Compose(Describe(plan, node.A, depth + 1), "ToTheStep"),
            Op.Call when node.B < 0 =>
                Compose(plan.Graph.Texts[node.Integer].Split('.').Last(), Describe(plan, node.A, depth + 1)),
            _ => null,
        };
    }

    /// <summary>The decay rate β of 1 / (1 − βᵗ), which corrects the bias of an average; −1 for anything else.</summary>
    private static int BiasCorrected(KernelPlan plan, Node node)
    {
        var nodes = plan.Graph.Nodes;
        return IsOne(plan, node.A) && nodes[node.B] is { Op: Op.Subtract } difference && IsOne(plan, difference.A) &&
            nodes[difference.B] is { Op: Op.IntegerPower } power && nodes[power.B].Op == Op.Step ? power.A : -1;
    }

    private static string? Compose(string? first, string? second) => first is null || second is null ? null : first + second;

    private static bool IsOne(KernelPlan plan, int index) =>
        plan.Graph.Nodes[index] is { IsConstant: true, Type: NodeType.Real, Real: 1 };
}
