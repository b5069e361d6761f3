using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

/// <summary>
/// How a kernel in single precision reads and writes states: each implementation makes a compiled loop of its own from one
/// source. All methods should be inlined (<see cref="MethodImplOptions.AggressiveInlining"/>), and must not call anything
/// that is not: a call in the loop costs more than coding does.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IStateAccess
{
    /// <summary>Reads 16 elements.</summary>
    /// <param name="state">The state, as the segment gives it.</param>
    /// <param name="index">The index of the first element; a multiple of 16.</param>
    static abstract Vector512<float> Load512(ref float state, nuint index);

    /// <summary>Reads eight elements.</summary>
    /// <param name="state">The state, as the segment gives it.</param>
    /// <param name="index">The index of the first element; a multiple of 8.</param>
    static abstract Vector256<float> Load256(ref float state, nuint index);

    /// <summary>Writes 16 elements.</summary>
    /// <param name="values">The values.</param>
    /// <param name="state">The state, as the segment gives it.</param>
    /// <param name="index">The index of the first element; a multiple of 16.</param>
    static abstract void Store(Vector512<float> values, ref float state, nuint index);

    /// <summary>Writes eight elements.</summary>
    /// <param name="values">The values.</param>
    /// <param name="state">The state, as the segment gives it.</param>
    /// <param name="index">The index of the first element; a multiple of 8.</param>
    static abstract void Store(Vector256<float> values, ref float state, nuint index);

    /// <summary>
    /// Asks for what the kernel will read later of an operand that is not coded, where coding takes so much of the processor that it
    /// does not look far ahead itself. Called where such an operand is loaded; changes nothing.
    /// </summary>
    /// <param name="operand">The operand's first element in the segment.</param>
    /// <param name="index">The index of the element that is loaded.</param>
    static abstract void Prefetch(ref float operand, nuint index);
}

/// <summary>States as kernels compute with them: the segment gives their first element.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct FloatStates : IStateAccess
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(ref float state, nuint index) => Vector512.LoadUnsafe(ref state, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(ref float state, nuint index) => Vector256.LoadUnsafe(ref state, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, ref float state, nuint index) => values.StoreUnsafe(ref state, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> values, ref float state, nuint index) => values.StoreUnsafe(ref state, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(ref float operand, nuint index)
    {
    }
}
