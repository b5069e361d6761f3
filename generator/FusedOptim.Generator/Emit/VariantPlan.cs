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
            PhasesOf(variant)))];

        IReadOnlyList<PhasePlan> PhasesOf(Variant variant)
        {
            PhasePlan[] phases = [.. rule.Phases.Select((_, number) =>
            {
                var key = (number, variant.Graphs[number]);
                if (!known.TryGetValue(key, out var plan))
                    known.Add(key, plan = PhasePlan.Of(rule, variant, number, names, isOptimized));
                return plan;
            })];
            if (InterfaceWriter.IsMeasuredOnce(rule) && variants.All.Count == 1)
                phases[0] = phases[0].SharedWith(phases[1]);
            return phases;
        }
    }

    /// <summary>Whether any phase reads or writes a state.</summary>
    public bool Uses(int state) => Phases.Any(phase => phase.Plan.Uses(Graph.FirstState + state) ||
        phase.Phase.Method.Arguments.Any(argument => argument.Binding == Binding.MatrixOfState && argument.Index == state));

    /// <summary>Whether Prepare takes an input, or any phase reads it in either mode.</summary>
    public bool UsesInput(RuleModel rule, int input)
    {
        if (rule.Inputs[input].IsElementwise)
            return Plans.Any(plan => plan.Uses(rule.FirstInput + input));
        var prepared = rule.Prepared.ToList().FindIndex(prepared => prepared.Kind == PreparedKind.Input && prepared.Index == input);
        return rule.Prepare?.Arguments.Any(argument => argument.Binding == PreparedBinding.Input && argument.Index == input) == true ||
            Plans.Any(plan => plan.Graph.Nodes.Any(node => node.Op == Op.Prepared && node.Bits == prepared));
    }

    private IEnumerable<KernelPlan> Plans => Phases.SelectMany(static phase => new[] { phase.Plan, phase.Strict });
}

/// <summary>The kernels of one pass of one variant: in the mode of the declaration, and strict.</summary>
internal class KernelPair
{
    /// <param name="plan">The kernels of all targets.</param>
    /// <param name="strict">The strict scalar kernel; the same plan where the declaration itself is strict.</param>
    /// <param name="isOptimized">Whether the project is compiled with optimizations.</param>
    public KernelPair(KernelPlan plan, KernelPlan strict, bool isOptimized)
    {
        (Plan, Strict, IsOptimized) = (plan, strict, isOptimized);
        StepConstantNames = [.. plan.StepConstants.Concat(strict.StepConstants).Select(static constant => constant.Name).Distinct()];
    }

    /// <summary>The kernels of all targets.</summary>
    public KernelPlan Plan { get; }

    /// <summary>The strict scalar kernel; the same plan where the declaration itself is strict.</summary>
    public KernelPlan Strict { get; }

    /// <summary>Whether the project is compiled with optimizations.</summary>
    protected bool IsOptimized { get; }

    /// <summary>The fields of the struct of step constants.</summary>
    public IReadOnlyList<string> StepConstantNames { get; }

    /// <summary>How the kernels are written.</summary>
    public KernelForm Form => KernelForms.Of(Plan, IsOptimized);

    /// <summary>How the strict kernel is written.</summary>
    public KernelForm StrictForm => KernelForms.Of(Strict, IsOptimized);

    /// <summary>The pass whose struct of step constants this one takes; the pass itself where it has a struct of its own.</summary>
    public virtual KernelPair StepConstantsOwner => this;

    /// <summary>The greatest number of step constants of the pass.</summary>
    public virtual int StepConstantCount => StepConstantNames.Count;

    /// <summary>The kernels for float, double and strict double, as type arguments.</summary>
    public string TypeArguments(string prefix) => string.Join(", ", [
        prefix + Plan.KernelName(Element.Single, Form),
        prefix + Plan.KernelName(Element.Double, Form),
        prefix + Strict.KernelName(Element.Double, StrictForm)]);
}

/// <summary>The kernels of one phase of one variant of a rule.</summary>
internal sealed class PhasePlan(PhaseModel phase, KernelPlan plan, KernelPlan strict, bool isOptimized, PhasePlan? owner = null)
    : KernelPair(plan, strict, isOptimized)
{
    public PhaseModel Phase => phase;

    /// <inheritdoc/>
    public override KernelPair StepConstantsOwner => owner ?? (KernelPair)this;

    /// <inheritdoc/>
    /// <remarks>The prepared values of the reference loop are among them.</remarks>
    public override int StepConstantCount => owner?.StepConstantCount ?? Math.Max(Phase.Prepared.Count, base.StepConstantCount);

    /// <summary>The pass with the struct of a later one, where that has all its step constants; otherwise the pass as it is.</summary>
    public PhasePlan SharedWith(PhasePlan update)
    {
        if (StepConstantNames.Count == 0 || Phase.Prepared.Count > 0)
            return this;
        IReadOnlyList<KernelPlan> others = [update.Plan, update.Strict];
        var plan = new KernelPlan(Plan.Signature, Plan.Graph, Plan.Suffix, others);
        var strict = Strict == Plan
            ? plan
            : new KernelPlan(Strict.Signature, Strict.Graph, Strict.Suffix, others) { IsStrictOnly = true };
        var shared = new PhasePlan(Phase, plan, strict, IsOptimized, update);
        return shared.StepConstantNames.All(update.StepConstantNames.Contains) ? shared : this;
    }

    public static PhasePlan Of(RuleModel rule, Variant variant, int index, KernelNames names, bool isOptimized)
    {
        var phase = rule.Phases[index];
        var suffix = names.Take(phase.KernelName + variant.Suffix);
        var graph = variant.Graphs[index];
        var signature = KernelSignature.Of(rule, phase);
        var plan = new KernelPlan(signature, PassPipeline.Run(graph, rule.FloatMode), suffix);
        // A strict rule is its own reference: one set of kernels serves both.
        var strict = rule.FloatMode == FloatMode.Strict
            ? plan
            : new KernelPlan(signature, PassPipeline.Run(graph, FloatMode.Strict), KernelNames.Strict + suffix, plan) { IsStrictOnly = true };
        return new(phase, plan, strict, isOptimized);
    }
}
