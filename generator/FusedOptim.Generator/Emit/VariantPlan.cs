using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Passes;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>The kernels of one variant of a rule.</summary>
/// <param name="Index">The index of the variant.</param>
/// <param name="Name">What the variant is called after; empty for the plain one.</param>
/// <param name="Phases">Its phases, in order.</param>
internal sealed record VariantPlan(int Index, string Name, IReadOnlyList<PhasePlan> Phases)
{
    public static IReadOnlyList<VariantPlan> Of(RuleModel rule, Variants variants, bool isOptimized)
    {
        var names = new KernelNames();
        // Equal phases of several variants are one.
        var known = new Dictionary<(int Phase, Graph Graph), PhasePlan>();
        return [.. variants.All.Select((variant, index) => new VariantPlan(
            index,
            variant.Suffix,
            [.. rule.Phases.Select((phase, number) =>
            {
                var key = (number, variant.Graphs[number]);
                if (!known.TryGetValue(key, out var plan))
                    known.Add(key, plan = PhasePlan.Of(rule, phase, variant, number, names, isOptimized));
                return plan;
            })]))];
    }

    /// <summary>Whether any phase reads or writes a state.</summary>
    public bool Uses(int state) => Phases.Any(phase => phase.Plan.Uses(Graph.FirstState + state));
}

/// <summary>The kernels of one pass of one variant: in the mode of the declaration, and strict.</summary>
internal class KernelPair
{
    private readonly bool _isOptimized;

    /// <param name="plan">The kernels of all targets.</param>
    /// <param name="strict">The strict scalar kernel; the same plan where the declaration itself is strict.</param>
    /// <param name="isOptimized">Whether the project is compiled with optimizations.</param>
    public KernelPair(KernelPlan plan, KernelPlan strict, bool isOptimized)
    {
        (Plan, Strict, _isOptimized) = (plan, strict, isOptimized);
        StepConstantNames = [.. plan.StepConstants.Concat(strict.StepConstants).Select(static constant => constant.Name).Distinct()];
    }

    /// <summary>The kernels of all targets.</summary>
    public KernelPlan Plan { get; }

    /// <summary>The strict scalar kernel; the same plan where the declaration itself is strict.</summary>
    public KernelPlan Strict { get; }

    /// <summary>The fields of the struct of step constants.</summary>
    public IReadOnlyList<string> StepConstantNames { get; }

    /// <summary>How the kernels are written.</summary>
    public KernelForm Form => KernelForms.Of(Plan, _isOptimized);

    /// <summary>How the strict kernel is written.</summary>
    public KernelForm StrictForm => KernelForms.Of(Strict, _isOptimized);

    /// <summary>The greatest number of step constants of the pass.</summary>
    public virtual int StepConstantCount => StepConstantNames.Count;

    /// <summary>The kernels for float, double and strict double, as type arguments.</summary>
    public string TypeArguments(string prefix) => string.Join(", ", [
        prefix + Plan.KernelName(Element.Single, Form),
        prefix + Plan.KernelName(Element.Double, Form),
        prefix + Strict.KernelName(Element.Double, StrictForm)]);
}

/// <summary>The kernels of one phase of one variant of a rule.</summary>
internal sealed class PhasePlan(PhaseModel phase, KernelPlan plan, KernelPlan strict, bool isOptimized)
    : KernelPair(plan, strict, isOptimized)
{
    public PhaseModel Phase => phase;

    /// <inheritdoc/>
    /// <remarks>The prepared values of the reference loop are among them.</remarks>
    public override int StepConstantCount => Math.Max(Phase.Prepared.Count, base.StepConstantCount);

    public static PhasePlan Of(
        RuleModel rule, PhaseModel phase, Variant variant, int index, KernelNames names, bool isOptimized)
    {
        var suffix = names.Take(phase.KernelName + variant.Suffix);
        var graph = variant.Graphs[index];
        var signature = KernelSignature.Of(rule, phase);
        var plan = new KernelPlan(signature, PassPipeline.Run(graph, rule.FloatMode), suffix);
        // A strict rule is its own reference: one set of kernels serves both.
        var strict = rule.FloatMode == FloatMode.Strict
            ? plan
            : new KernelPlan(signature, PassPipeline.Run(graph, FloatMode.Strict), KernelNames.Strict + suffix, plan);
        return new(phase, plan, strict, isOptimized);
    }
}
