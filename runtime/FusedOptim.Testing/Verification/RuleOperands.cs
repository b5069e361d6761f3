using FusedOptim.Execution;
using FusedOptim.Schema;

namespace FusedOptim.Testing;

/// <summary>
/// The operands of a rule's phases, as indices into <see cref="OperandMemory{T}"/>: parameter, gradient, states, element-wise inputs,
/// values of rows, columns and matrices, the weights to evaluate with. The buffers that measuring phases fill are of doubles, and have
/// memory of their own.
/// </summary>
/// <param name="schema">The rule.</param>
/// <param name="variant">Its variant.</param>
/// <param name="view">The matrices of the tensor. Without them every operand has one value for each element, as kernels take them.</param>
internal sealed class RuleOperands(RuleSchema schema, VariantSchema variant, MatrixView? view = null)
{
    public const int Parameter = 0;
    public const int Gradient = 1;
    public const int FirstState = 2;

    public int StateCount => schema.States.Count;

    public int FirstInput => FirstState + StateCount;

    public int InputCount { get; } = schema.Inputs.Count(input => input.Over == Over.Element);

    public int EvaluationWeight => FirstValue + schema.Values.Count;

    public int Count => EvaluationWeight + 1;

    /// <summary>The matrices of the tensor, where operands of rows and columns have one value for each of them.</summary>
    public MatrixView? View => view;

    private int FirstValue => FirstInput + InputCount;

    /// <summary>The length of each operand, for a tensor of so many elements.</summary>
    public int[] LengthsOf(int count) =>
        [.. Enumerable.Range(0, Count).Select(operand => view is { } matrices ? matrices.CountOf(OverOf(operand)) : count)];

    /// <summary>The unit that has a value of its own in an operand. States that are matrices, which no kernel takes, are as long as others.</summary>
    public Over OverOf(int operand) =>
        operand >= FirstValue && operand < EvaluationWeight ? schema.Values[operand - FirstValue].Over :
        operand >= FirstState && operand < FirstInput && !schema.States[operand - FirstState].IsMatrix ? schema.States[operand - FirstState].Over :
        Over.Element;

    /// <summary>The index of the value that an element, row or column has in an operand; −1 where it has none.</summary>
    public int IndexOf(int operand, Over space, int entry) =>
        view is { } matrices ? matrices.IndexOf(OverOf(operand), space, entry) : entry;

    /// <summary>The operand of a sum or a maximum of each row, column or matrix.</summary>
    public int OperandOf(ReductionSchema reduction) =>
        FirstValue + schema.Values.Index().First(value => value.Item.Name == reduction.Name).Index;

    /// <summary>The number of buffers of summands.</summary>
    public int ReductionCount => schema.Phases.Max(phase => phase.Reductions.Count);

    /// <summary>Whether a phase zeroes gradients where that is asked: the last that updates at the steps at which it runs.</summary>
    public static bool Zeroes(RuleSchema schema, int phase)
    {
        if (schema.Phases[phase].Kind != PhaseKind.Update)
            return false;
        for (var later = phase + 1; later < schema.Phases.Count; later++)
        {
            if (schema.Phases[later].Kind == PhaseKind.Update && !schema.Phases[phase].Excludes(schema.Phases[later]))
                return false;
        }

        return true;
    }

    /// <summary>Whether a phase may change an operand; zeroed gradients are not counted.</summary>
    public bool IsWritten(int phase, int operand)
    {
        var kind = schema.Phases[phase].Kind;
        if (operand == Parameter)
            return kind == PhaseKind.Update;
        if (operand == Gradient || (operand >= FirstInput && operand < FirstValue))
            return false;
        if (operand >= FirstValue && operand < EvaluationWeight)
            return schema.Phases[phase].ValuesWritten.Contains(operand - FirstValue) || IsReducedTo(phase, operand);
        return operand < EvaluationWeight
            ? kind != PhaseKind.Evaluate && variant.States.Contains(operand - FirstState) && schema.Phases[phase].WritesState(operand - FirstState)
            : kind == PhaseKind.Evaluate;
    }

    /// <summary>Whether an operand is a sum or a maximum that a phase takes of each row, column or matrix.</summary>
    public bool IsReducedTo(int phase, int operand) => view is not null &&
        schema.Phases[phase].Reductions.Any(reduction => reduction.Over.IsOfMatrix && OperandOf(reduction) == operand);

    /// <summary>Whether a phase fills a buffer of summands.</summary>
    public bool IsReduced(int phase, int reduction) => reduction < schema.Phases[phase].Reductions.Count;

    /// <summary>
    /// Whether an optimizer runs the kernels of a target with sums in registers. With buffers the same kernels show each summand.
    /// </summary>
    public bool MaySumInRegisters(KernelTarget target) =>
        target == KernelTarget.Vector512 &&
        schema.Phases.Any(phase => phase.Reductions.Any(reduction => reduction.Kind == ReductionKind.Sum));

    public string NameOf(int operand) => operand switch
    {
        Parameter => "parameter",
        Gradient => "gradient",
        _ when operand == EvaluationWeight => "evaluation weight",
        _ when operand >= FirstValue => schema.Values[operand - FirstValue].Name,
        _ when operand >= FirstInput => schema.Inputs[operand - FirstInput].Name,
        _ => schema.States[operand - FirstState].Name,
    };

    public string NameOfReduction(int phase, int reduction) =>
        IsReduced(phase, reduction) ? schema.Phases[phase].Reductions[reduction].Name : "buffer of another phase";
}
