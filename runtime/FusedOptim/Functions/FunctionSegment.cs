using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FusedOptim.CompilerServices;

namespace FusedOptim.Functions;

/// <summary>The elements and step constants of one call of a function's kernel.</summary>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct FunctionSegment<T>
    where T : unmanaged
{
    private readonly FunctionOperands<T> _operands;
    private readonly ReadOnlySpan<double> _constants;

    /// <summary>The elements of operands that have been checked.</summary>
    /// <param name="operands">The operands.</param>
    /// <param name="constants">What <c>Prepare</c> wrote for this pass.</param>
    public FunctionSegment(FunctionOperands<T> operands, ReadOnlySpan<double> constants)
    {
        _operands = operands;
        _constants = constants;
    }

    /// <summary>The number of elements.</summary>
    public nint Count => _operands.First.Length;

    /// <summary>The first element of the first argument.</summary>
    public ref T First => ref MemoryMarshal.GetReference(_operands.First);

    /// <summary>The first element of the second argument.</summary>
    public ref T Second => ref MemoryMarshal.GetReference(_operands.Second);

    /// <summary>The first element of the third argument.</summary>
    public ref T Third => ref MemoryMarshal.GetReference(_operands.Third);

    /// <summary>The first element of the fourth argument.</summary>
    public ref T Fourth => ref MemoryMarshal.GetReference(_operands.Fourth);

    /// <summary>The first value.</summary>
    public ref T Value => ref MemoryMarshal.GetReference(_operands.Values);

    /// <summary>The first derivative.</summary>
    public ref T Derivative => ref MemoryMarshal.GetReference(_operands.Derivatives);

    /// <summary>The number of elements in whole vectors.</summary>
    /// <param name="lanes">The number of elements in a vector: a power of two.</param>
    public nuint WholeCount(nuint lanes) => (nuint)Count & ~(lanes - 1);

    /// <summary>A segment whose elements are known to be of this type.</summary>
    /// <typeparam name="TOther">The type argument that stands for it.</typeparam>
    /// <param name="segment">The segment.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref readonly FunctionSegment<T> Of<TOther>(in FunctionSegment<TOther> segment)
        where TOther : unmanaged => ref Unsafe.As<FunctionSegment<TOther>, FunctionSegment<T>>(ref Unsafe.AsRef(in segment));

    /// <summary>The step constants as a struct of doubles.</summary>
    /// <typeparam name="TConstants">The struct.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly TConstants Constants<TConstants>()
        where TConstants : unmanaged => ref ConstantMemory.As<TConstants>(_constants);
}
