using FusedOptim.Generator.Models;
using FusedOptim.Generator.Passes;

namespace FusedOptim.Generator.Emit;

/// <summary>The kernels of one variant of a rule: in the rule's own mode, and strict.</summary>
/// <param name="Index">The index of the variant.</param>
/// <param name="Name">What the variant is called after; empty for the first.</param>
/// <param name="Plan">The kernels of all targets.</param>
/// <param name="Strict">The strict scalar kernel; the same plan where the rule itself is strict.</param>
internal sealed record VariantPlan(int Index, string Name, KernelPlan Plan, KernelPlan Strict)
{
    public static IReadOnlyList<VariantPlan> Of(RuleModel rule, Variants variants) =>
        [.. variants.All.Select((variant, index) =>
        {
            var plan = new KernelPlan(rule, variant, rule.FloatMode);
            // A strict rule is its own reference: one set of kernels serves both.
            var strict = rule.FloatMode == FloatMode.Strict ? plan : new KernelPlan(rule, variant, FloatMode.Strict, "Strict");
            return new VariantPlan(index, variant.Suffix, plan, strict);
        })];
}
