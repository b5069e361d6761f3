using FusedOptim.Schema;

namespace FusedOptim.Arm64;

/// <summary>The structs that generated kernels are compiled from.</summary>
internal static class KernelSource
{
    // Of a phase: over floats, over doubles, strict.
    private const int Count = 3;

    private static readonly Lazy<IReadOnlySet<(string Rule, string Source)>> s_updating = new(() => UpdateRules.Shipped
        .SelectMany(description => RuleVariants.Of(description.Create()))
        .SelectMany(rule => Enumerable.Range(0, rule.Schema.Phases.Count)
            .Where(phase => rule.Schema.Phases[phase].Kind == PhaseKind.Update)
            .SelectMany(phase => Enumerable.Range(0, Count).Select(index => (rule.Schema.Name, NameOf(rule, phase, index)))))
        .ToHashSet());

    /// <summary>The sources of phases that update, of all shipped rules.</summary>
    public static IReadOnlySet<(string Rule, string Source)> Updating => s_updating.Value;

    /// <summary>The name of a source, which may serve several variants, without the precision that it may have at its end.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="phase">The index of the phase.</param>
    /// <param name="index">0 for floats, 1 for doubles, 2 for the strict kernel.</param>
    public static string NameOf(IUpdateRule rule, int phase, int index) =>
        rule.GetKernel(phase).GetType().GenericTypeArguments[index].Name.Replace("OfFloat", "").Replace("OfDouble", "");
}
