using FusedOptim.Schema;

namespace FusedOptim.Benchmarks;

/// <summary>A shipped rule with its defaults.</summary>
/// <param name="Schema">The rule as data.</param>
/// <param name="Variant">The index of the variant that the defaults choose.</param>
/// <param name="CreateOptimizer">Makes an optimizer of a set.</param>
internal sealed record ShippedRule(
    RuleSchema Schema, int Variant, Func<ParameterSet<float>, OptimizerOptions, Optimizer> CreateOptimizer)
{
    /// <summary>All of them, by name, but those that work on matrices.</summary>
    public static IReadOnlyList<ShippedRule> All { get; } =
        [.. UpdateRules.Shipped.Select(rule => Of(rule.Create())).Where(rule => !rule.Schema.TakesMatrices)];

    /// <summary>The name of its record.</summary>
    public string Name => Schema.Name;

    /// <summary>The passes of a step: how many streams each reads, and how many it writes.</summary>
    public IEnumerable<(int Reads, int Writes)> Passes
    {
        get
        {
            // The schema tells of all variants together.
            int[] unused = [.. Enumerable.Range(0, Schema.States.Count).Except(Schema.Variants[Variant].States)];
            return Schema.Phases.Where(phase => phase.Kind != PhaseKind.Evaluate).Select(phase => (
                phase.Reads - unused.Count(phase.ReadsState), phase.Writes - unused.Count(phase.WritesState)));
        }
    }

    private static ShippedRule Of(IUpdateRule rule) =>
        new(rule.Schema, rule.Variant, (parameters, options) => Optimizer.Create(parameters, rule, options));
}
