using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Passes;

namespace FusedOptim.Generator.Emit;

/// <summary>The kernels of one variant of a rule.</summary>
/// <param name="Index">The index of the variant.</param>
/// <param name="Name">What the variant is called after; empty for the plain one.</param>
/// <param name="Phases">Its phases, in order.</param>
internal sealed record VariantPlan(int Index, string Name, IReadOnlyList<PhasePlan> Phases)
{
    public static IReadOnlyList<VariantPlan> Of(RuleModel rule, Variants variants)
    {
        var names = new KernelNames();
        return [.. variants.All.Select((variant, index) => new VariantPlan(
            index,
            variant.Suffix,
            [.. rule.Phases.Select((phase, number) => PhasePlan.Of(rule, phase, variant, number, names))]))];
    }

    /// <summary>Whether any phase reads or writes a state.</summary>
    public bool Uses(int state) => Phases.Any(phase => phase.Plan.Uses(Graph.FirstState + state));
}

/// <summary>The kernels of one pass of one variant: in the mode of the declaration, and strict.</summary>
/// <param name="Plan">The kernels of all targets.</param>
/// <param name="Strict">The strict scalar kernel; the same plan where the declaration itself is strict.</param>
internal record KernelPair(KernelPlan Plan, KernelPlan Strict)
{
    /// <summary>The greatest number of step constants of the pass.</summary>
    public virtual int StepConstantCount => Math.Max(Plan.StepConstants.Count, Strict.StepConstants.Count);
}

/// <summary>The kernels of one phase of one variant of a rule.</summary>
internal sealed record PhasePlan(PhaseModel Phase, KernelPlan Plan, KernelPlan Strict)
    : KernelPair(Plan, Strict)
{
    /// <inheritdoc/>
    /// <remarks>The prepared values of the reference loop are among them.</remarks>
    public override int StepConstantCount => Math.Max(Phase.Prepared.Count, base.StepConstantCount);

    public static PhasePlan Of(RuleModel rule, PhaseModel phase, Variant variant, int index, KernelNames names)
    {
        var suffix = names.Take((phase.Kind == PhaseKind.Update ? "" : phase.Kind.ToString()) + variant.Suffix);
        var graph = variant.Graphs[index];
        var signature = KernelSignature.Of(rule, phase);
        var plan = new KernelPlan(signature, PassPipeline.Run(graph, rule.FloatMode), suffix);
        // A strict rule is its own reference: one set of kernels serves both.
        var strict = rule.FloatMode == FloatMode.Strict
            ? plan
            : new KernelPlan(signature, PassPipeline.Run(graph, FloatMode.Strict), KernelNames.Strict + suffix);
        return new(phase, plan, strict);
    }
}
