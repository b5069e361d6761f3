using FusedOptim.CompilerServices;

namespace FusedOptim.Testing;

/// <summary>
/// The operands of a rule's phases, as indices into <see cref="OperandMemory{T}"/>: parameter, gradient, states, the
/// buffers of summands, the weights to evaluate with.
/// </summary>
internal sealed class RuleOperands(RuleSchema schema, VariantSchema variant)
{
    public const int Parameter = 0;
    public const int Gradient = 1;
    public const int FirstState = 2;

    public int StateCount => schema.States.Count;

    /// <summary>The first buffer of summands.</summary>
    public int FirstSummand => FirstState + StateCount;

    public int EvaluationWeight => FirstSummand + schema.Phases.Max(phase => phase.Reductions.Count);

    public int Count => EvaluationWeight + 1;

    /// <summary>Whether a phase zeroes gradients where that is asked: the last that updates.</summary>
    public static bool Zeroes(RuleSchema schema, int phase)
    {
        if (schema.Phases[phase].Kind != PhaseKind.Update)
            return false;
        for (var later = phase + 1; later < schema.Phases.Count; later++)
        {
            if (schema.Phases[later].Kind == PhaseKind.Update)
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
        if (operand == Gradient)
            return false;
        if (operand < FirstSummand)
            return kind != PhaseKind.Evaluate && variant.States.Contains(operand - FirstState);
        if (operand < EvaluationWeight)
            return operand - FirstSummand < schema.Phases[phase].Reductions.Count;
        return kind == PhaseKind.Evaluate;
    }

    public string NameOf(int phase, int operand)
    {
        if (operand < FirstState)
            return operand == Parameter ? "parameter" : "gradient";
        if (operand < FirstSummand)
            return schema.States[operand - FirstState].Name;
        if (operand == EvaluationWeight)
            return "evaluation weight";
        var reductions = schema.Phases[phase].Reductions;
        var index = operand - FirstSummand;
        return index < reductions.Count ? reductions[index].Name : "buffer of another phase";
    }
}
