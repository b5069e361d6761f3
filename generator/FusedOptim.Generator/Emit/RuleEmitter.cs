using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Passes;

namespace FusedOptim.Generator.Emit;

/// <summary>
/// The back end: from a rule to its generated files. The record's part comes first; kernels live in a namespace of their own,
/// where names of the user's project cannot hide those of the framework.
/// </summary>
internal static class RuleEmitter
{
    public static IEnumerable<GeneratedSource> Emit(RuleModel rule, bool isOptimized)
    {
        // The front end has counted them.
        var variants = Variants.Of(rule.Hyperparameters, rule.Graphs)!;
        var plans = VariantPlan.Of(rule, variants, isOptimized);

        if (rule.Expansion is { } expansion)
            yield return new("Method", expansion);
        yield return new("Rule", RecordWriter.Write(rule, variants, plans));
        var kernels = new KernelFiles(rule, rule.Update.Method.Form.ToString(), "step");
        yield return kernels.Emit(
            plans.SelectMany(static variant => variant.Phases).Where(static phase => !phase.Phase.IsCalled), writer => SchemaWriter.Write(writer, rule, plans));
    }
}
