using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FusedOptim.CompilerServices;

/// <summary>The memory of step constants, as a struct of doubles.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ConstantMemory
{
    /// <summary>The struct, to write.</summary>
    /// <typeparam name="TConstants">The struct.</typeparam>
    /// <param name="memory">The memory; it may be longer.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is shorter.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref TConstants As<TConstants>(Span<double> memory)
        where TConstants : unmanaged =>
        ref Unsafe.As<double, TConstants>(ref MemoryMarshal.GetReference(memory[..(Unsafe.SizeOf<TConstants>() / sizeof(double))]));

    /// <summary>The struct, to read.</summary>
    /// <inheritdoc cref="As{TConstants}(Span{double})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref readonly TConstants As<TConstants>(ReadOnlySpan<double> memory)
        where TConstants : unmanaged =>
        ref Unsafe.As<double, TConstants>(ref MemoryMarshal.GetReference(memory[..(Unsafe.SizeOf<TConstants>() / sizeof(double))]));
}
