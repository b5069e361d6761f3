using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace FusedOptim.CompilerServices;

/// <summary>Refuses operations that a vector of generated kernels does not have. Not inlined, so that kernels stay short.</summary>
internal static class UnsupportedOperation
{
    /// <summary>Refuses an operation that only floats have.</summary>
    /// <typeparam name="TVector">What the operation would give.</typeparam>
    /// <param name="name">The operation.</param>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static TVector InDouble<TVector>([CallerMemberName] string name = "") =>
        throw new NotSupportedException($"{name} is defined for floats only.");

    /// <summary>Refuses to add up in registers.</summary>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void SumInRegisters() => throw new NotSupportedException(
        "Only vectors of 512 bits add up in registers. Use BufferedSum with all others.");

    /// <summary>Refuses operands that are not vectors of generated kernels.</summary>
    /// <typeparam name="V">Their type.</typeparam>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static V Of<V>() => throw new NotSupportedException($"{typeof(V)} is not a vector of generated kernels.");
}
