using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices;
using FusedOptim.Schema;

namespace FusedOptim.Arm64;

/// <summary>
/// A <see cref="KernelSegment{T}"/> as it lies in memory, which is the same on all 64-bit processors. A mark stands in the place of each
/// address: runner.c replaces marks wherever they are, and does not have to know the fields.
/// </summary>
internal static unsafe class MarkedSegment
{
    // The step constants are place 0, the operands follow. The addresses of all places make a table.
    private const long Places = 0x5EED_0000_0000_0000;
    private const long Table = Places + 256;

    // What the segments of a step have in common: zeros, by which a kernel leaves each summand in its place.
    private const long Call = Places + 512;

    /// <summary>The bytes of a segment.</summary>
    /// <param name="schema">The phase.</param>
    /// <param name="stateCount">The number of states, and of values of rows and columns, which follow the parameter and the gradient.</param>
    /// <param name="count">The number of elements.</param>
    /// <param name="operandCount">The number of operands; the reductions, or the weights to evaluate with, are the last ones.</param>
    public static byte[] Of<T>(PhaseSchema schema, int stateCount, int count, int operandCount)
        where T : unmanaged
    {
        var segment = new KernelSegment<T>(
            (T*)OperandAt(0),
            (T*)OperandAt(1),
            AddressesFrom(2, stateCount),
            offset: 0,
            count,
            new ReadOnlySpan<double>((void*)Places, schema.StepConstantCount),
            ref Unsafe.AsRef<KernelCall>((void*)Call))
        {
            Summands = AddressesFrom(operandCount - schema.Reductions.Count, schema.Reductions.Count),
            EvaluationWeights = schema.Kind == PhaseKind.Evaluate ? OperandAt(operandCount - 1) : 0,
        };
        return new ReadOnlySpan<byte>(Unsafe.AsPointer(ref segment), Unsafe.SizeOf<KernelSegment<T>>()).ToArray();
    }

    private static nint OperandAt(int index) => (nint)(Places + 1 + index);

    private static ReadOnlySpan<nint> AddressesFrom(int index, int count) => new((void*)(Table + 1 + index), count);
}
