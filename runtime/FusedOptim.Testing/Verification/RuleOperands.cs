using FusedOptim.Execution;
using FusedOptim.Schema;

namespace FusedOptim.Testing;

/// <summary>
/// The operands of a rule's phases, as indices into <see cref="OperandMemory{T}"/>: parameter, gradient, states, element-wise inputs,
/// values of rows, columns and matrices, the weights to evaluate with. To a kernel all of them are as long as what it runs over. The buffers that measuring phases fill are of doubles, and have memory of their own.
/// </summary>
internal sealed class RuleOperands(RuleSchema schema, VariantSchema variant)
{
    public const int Parameter = 0;
    public const int Gradient = 1;
    public const int FirstState = 2;

    public int StateCount => schema.States.Count;

    public int FirstInput => FirstState + StateCount;

    public int InputCount { get; } = schema.Inputs.Count(input => input.Over == Over.Element);

    public int EvaluationWeight => FirstValue + schema.Values.Count;

    public int Count => EvaluationWeight + 1;

    private int FirstValue => FirstInput + InputCount;

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
            return schema.Phases[phase].ValuesWritten.Contains(operand - FirstValue);
        return operand < EvaluationWeight
            ? kind != PhaseKind.Evaluate && variant.States.Contains(operand - FirstState)
            : kind == PhaseKind.Evaluate;
    }

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
