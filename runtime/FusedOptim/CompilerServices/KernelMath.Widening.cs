using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

// Floats that are needed in double alone: converted by the instruction that reads them, where two vectors of a register would be
// taken apart first.
public static partial class KernelMath
{
    /// <summary>Reads four floats as doubles.</summary>
    /// <param name="source">The memory.</param>
    /// <param name="index">The index of the first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadWide256(ref float source, nuint index) =>
        Vector256.WidenLower(Vector128.LoadUnsafe(ref source, index).ToVector256Unsafe());

    /// <summary>Reads eight floats as doubles.</summary>
    /// <inheritdoc cref="LoadWide256"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadWide512(ref float source, nuint index) =>
        Vector512.WidenLower(Vector256.LoadUnsafe(ref source, index).ToVector512Unsafe());
}
