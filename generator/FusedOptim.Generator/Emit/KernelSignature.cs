using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Spelling;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>What a kernel takes, and what the leaves of its graph are called: all that kernels know of where they come from.</summary>
/// <param name="Declaration">What the kernel is compiled from.</param>
/// <param name="Operands">The memory, in the order in which kernels take it; graphs refer to it by index.</param>
internal sealed record KernelSignature(DeclarationModel Declaration, IReadOnlyList<KernelOperand> Operands)
{
    /// <summary>The values that a rule prepares, which graphs refer to by index.</summary>
    public IReadOnlyList<PreparedModel> Prepared { get; init; } = [];

    /// <summary>What kernels do to gradients.</summary>
    public GradientUse Gradients { get; init; }

    /// <summary>The type parameters of the kernels of a phase; those of functions are among them.</summary>
    public static readonly IReadOnlyList<string> PhaseTypeParameters =
        ["L", "V", "D", "W", "T", "TGradients", "TStates", "TSum"];

    /// <summary>The interface that kernels implement.</summary>
    public string Interface => Gradients == GradientUse.None ? "IFunctionKernel" : "IPhaseKernel";

    /// <summary>The type of their segments.</summary>
    public string Segment => Gradients == GradientUse.None ? "FunctionSegment" : "KernelSegment";

    /// <summary>The type parameters of the interface's method.</summary>
    public IReadOnlyList<string> TypeParameters =>
        Gradients == GradientUse.None ? ["L", "V", "T"] : PhaseTypeParameters;

    /// <summary>What the kernels of a rule's phase take.</summary>
    public static KernelSignature Of(RuleModel rule, PhaseModel phase)
    {
        IEnumerable<KernelOperand> outputs = phase.Kind == PhaseKind.Evaluate
            ? [KernelOperand.Output("evaluationWeight", "evaluationWeights", "segment.EvaluationWeight")]
            : phase.Reductions.Select(static (reduction, index) =>
                KernelOperand.Output(reduction.Name, reduction.Name + "Summands", $"segment.Summand({index})") with
                {
                    IsReduced = true,
                    IsSummed = reduction.Kind == ReductionKind.Sum,
                    Accumulator = reduction.Scope.IsOfMatrix() ? $"segment.Accumulator({index})" : null,
                });
        return new(
            rule,
            [
                KernelOperand.InPlace("parameter", "parameters", "segment.Parameter"),
                KernelOperand.InPlace("gradient", "gradients", "segment.Gradient"),
                .. rule.States.Select(static (state, index) =>
                    KernelOperand.InPlace(state.Name, state.Name + "State", $"segment.State({index})") with
                    {
                        MayBeCoded = !state.IsExact && state.Over == Scope.Element,
                    }),
                .. rule.ElementwiseInputs.Select((input, index) =>
                    KernelOperand.InPlace(input.Name, input.Name + "Input", $"segment.Input({rule.States.Count + index})")),
                .. rule.Values.Select((value, index) =>
                    KernelOperand.InPlace(value.Name, value.Name + "Values", $"segment.State({rule.FirstValue - Graph.FirstState + index})")),
                .. outputs,
            ])
        {
            Prepared = rule.Prepared,
            Gradients = phase.Kind == PhaseKind.Update ? GradientUse.Zeroed : GradientUse.Kept,
        };
    }
}

/// <summary>A stream of memory that a kernel reads or writes.</summary>
/// <param name="Name">What one of its elements is called.</param>
/// <param name="Reference">What the kernel's parameter is called.</param>
/// <param name="Result">What a value is called that is written to it.</param>
/// <param name="Argument">The expression that hands it to a kernel.</param>
internal sealed record KernelOperand(string Name, string Reference, string Result, string Argument)
{
    /// <summary>Whether kernels may find it in a storage format.</summary>
    public bool MayBeCoded { get; init; }

    /// <summary>Whether it is a buffer of what a reduction reduces: of doubles, in both precisions.</summary>
    public bool IsReduced { get; init; }

    /// <summary>Whether it is a buffer of what elements add to a sum, which kernels may add up instead.</summary>
    public bool IsSummed { get; init; }

    /// <summary>The expression that says where kernels add up what elements add to sums over rows, columns or matrices; null for others.</summary>
    public string? Accumulator { get; init; }

    /// <summary>The type of its elements in kernels of a precision.</summary>
    public string TypeIn(Element element) => IsReduced ? Element.Double.Keyword : element.Keyword;

    /// <summary>What is read, and may be written.</summary>
    public static KernelOperand InPlace(string name, string reference, string argument) =>
        new(name, reference, "new" + Names.Pascal(name), argument);

    /// <summary>What is only written.</summary>
    public static KernelOperand Output(string name, string reference, string argument) => new(name, reference, name, argument);
}

/// <summary>What kernels do to gradients.</summary>
internal enum GradientUse : byte
{
    /// <summary>There are none.</summary>
    None,

    /// <summary>They read them.</summary>
    Kept,

    /// <summary>They read them, and zero them where that is asked for.</summary>
    Zeroed,
}
