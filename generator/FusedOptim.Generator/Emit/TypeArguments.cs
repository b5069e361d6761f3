using FusedOptim.Generator.Spelling;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>
/// The type arguments of the methods that run kernels, which make several compiled loops of one source: whether gradients
/// are zeroed, how states are stored, and where summands go.
/// </summary>
internal static class TypeArguments
{
    /// <summary>The one of gradients.</summary>
    public const string Gradients = "TGradients";

    /// <summary>The one of states.</summary>
    public const string States = "TStates";

    /// <summary>The one of summands.</summary>
    public const string Summands = "TSummands";

    /// <summary>Those of a target's kernel, in brackets; empty where it has none.</summary>
    public static string Of(KernelPlan plan, Target target, Element element) =>
        Of(plan, plan.TakesStates(target, element), plan.TakesSummands(target));

    /// <summary>Those of the choice of a target.</summary>
    public static string Of(KernelPlan plan, Element element) => Of(plan, plan.TakesStates(element), plan.TakesSummands());

    /// <summary>Those of the choice of a target, for gradients that are kept, states as kernels compute with them, and summands
    /// that stay.</summary>
    /// <param name="plan">The kernels.</param>
    /// <param name="element">The precision.</param>
    /// <param name="prefix">What stands before the names of the runtime's types.</param>
    public static string Plain(KernelPlan plan, Element element, string prefix) => InBrackets(
        prefix + "KeepGradients",
        plan.TakesStates(element) ? prefix + "FloatStates" : null,
        plan.TakesSummands() ? prefix + "SummandBuffers" : null);

    /// <summary>Some of them, in brackets: those that there are.</summary>
    public static string InBrackets(params string?[] arguments) =>
        $"<{string.Join(", ", arguments.Where(static argument => argument is not null))}>";

    /// <summary>The constraints of a target's kernel.</summary>
    public static void WriteConstraints(IndentedTextWriter writer, KernelPlan plan, Target target, Element element) =>
        WriteConstraints(writer, plan, plan.TakesStates(target, element), plan.TakesSummands(target));

    /// <summary>The constraints of the choice of a target.</summary>
    public static void WriteConstraints(IndentedTextWriter writer, KernelPlan plan, Element element) =>
        WriteConstraints(writer, plan, plan.TakesStates(element), plan.TakesSummands());

    /// <summary>The constraint of how states are stored.</summary>
    public static void WriteStateConstraint(IndentedTextWriter writer) =>
        writer.Line($"where {States} : struct, IStateAccess");

    private static string Of(KernelPlan plan, bool takesStates, bool takesSummands) =>
        plan.Signature.Gradients == GradientUse.None
            ? ""
            : InBrackets(Gradients, takesStates ? States : null, takesSummands ? Summands : null);

    private static void WriteConstraints(IndentedTextWriter writer, KernelPlan plan, bool takesStates, bool takesSummands)
    {
        if (plan.Signature.Gradients == GradientUse.None)
            return;
        writer.Line($"where {Gradients} : struct, IGradientAccess");
        if (takesStates)
            WriteStateConstraint(writer);
        if (takesSummands)
            writer.Line($"where {Summands} : struct, ISummandAccess");
    }
}
