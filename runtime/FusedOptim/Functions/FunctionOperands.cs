using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FusedOptim.Functions;

/// <summary>
/// The memory that an element-wise function is run over. Results may be written over an argument that they have exactly the
/// memory of: each element is read before it is written.
/// </summary>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
public readonly ref struct FunctionOperands<T>
    where T : unmanaged
{
    /// <summary>The greatest number of arguments of a function.</summary>
    public const int MaximumArgumentCount = 4;

    /// <summary>Operands of a function of one argument; of more, where the other properties are set.</summary>
    /// <param name="first">The first argument.</param>
    /// <param name="values">Receives the values.</param>
    /// <param name="derivatives">Receives the derivatives by the first argument, of a pass that differentiates.</param>
    public FunctionOperands(ReadOnlySpan<T> first, Span<T> values, Span<T> derivatives = default)
    {
        First = first;
        Values = values;
        Derivatives = derivatives;
    }

    /// <summary>The first argument, by which the function is differentiated.</summary>
    public ReadOnlySpan<T> First { get; init; }

    /// <summary>The second argument; empty where the function has none.</summary>
    public ReadOnlySpan<T> Second { get; init; }

    /// <summary>The third argument; empty where the function has none.</summary>
    public ReadOnlySpan<T> Third { get; init; }

    /// <summary>The fourth argument; empty where the function has none.</summary>
    public ReadOnlySpan<T> Fourth { get; init; }

    /// <summary>Receives the values.</summary>
    public Span<T> Values { get; init; }

    /// <summary>Receives the derivatives by the first argument; empty where nobody asks.</summary>
    public Span<T> Derivatives { get; init; }

    /// <summary>Checks that the operands are those of a pass of a function; nothing has been written then.</summary>
    /// <param name="schema">The function.</param>
    /// <param name="pass">The pass.</param>
    /// <exception cref="ArgumentException">The lengths differ, an operand is given that the pass does not have, results share
    /// memory with one another, or with an argument whose memory they do not have exactly.</exception>
    public void Check(FunctionSchema schema, FunctionKernel pass)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var arguments = schema.Arguments;
        CheckLength(Second, arguments.Count > 1, arguments.Count > 1 ? arguments[1] : nameof(Second), schema);
        CheckLength(Third, arguments.Count > 2, arguments.Count > 2 ? arguments[2] : nameof(Third), schema);
        CheckLength(Fourth, arguments.Count > 3, arguments.Count > 3 ? arguments[3] : nameof(Fourth), schema);
        CheckLength(Values, true, "values", schema);
        CheckResult(Values, "values", schema);
        CheckLength(Derivatives, pass == FunctionKernel.Differentiate, "derivatives", schema);
        if (pass != FunctionKernel.Differentiate)
            return;
        CheckResult(Derivatives, "derivatives", schema);
        if (Derivatives.Overlaps(Values))
        {
            throw new ArgumentException(
                "derivatives shares memory with values; each result must have memory of its own.", "derivatives");
        }
    }

    private void CheckLength(ReadOnlySpan<T> operand, bool isTaken, string name, FunctionSchema schema)
    {
        if (isTaken && operand.Length != First.Length)
        {
            throw new ArgumentException(
                $"{name} has {operand.Length} elements; it must have {First.Length}, as {schema.Arguments[0]} has.", name);
        }

        if (!isTaken && !operand.IsEmpty)
        {
            throw new ArgumentException(
                $"{name} has {operand.Length} elements; {schema.Name} takes none in this pass.", name);
        }
    }

    private void CheckResult(ReadOnlySpan<T> result, string name, FunctionSchema schema)
    {
        CheckMemory(result, First, name, schema, 0);
        CheckMemory(result, Second, name, schema, 1);
        CheckMemory(result, Third, name, schema, 2);
        CheckMemory(result, Fourth, name, schema, 3);
    }

    private static void CheckMemory(
        ReadOnlySpan<T> result, ReadOnlySpan<T> argument, string name, FunctionSchema schema, int index)
    {
        if (result.Overlaps(argument) &&
            !Unsafe.AreSame(ref MemoryMarshal.GetReference(result), ref MemoryMarshal.GetReference(argument)))
        {
            throw new ArgumentException(
                $"{name} shares part of its memory with {schema.Arguments[index]}; it must have memory of its own, or exactly " +
                "that of an argument.",
                name);
        }
    }
}
