using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

/// <summary>
/// Reduces blocks of what a measuring phase gives, with the same bits on every machine. Tensors are cut into blocks
/// from their start; what blocks reduce to is combined in order.
/// </summary>
public static class BlockReduction
{
    /// <summary>The length of a block; the last one of a tensor may be shorter.</summary>
    public const int Length = 1024;

    /// <summary>
    /// The sum of a block, in double: element i is added to lane i mod 32, in order; then lanes j and j + 16 are added,
    /// j and j + 8, and so on. 0 where it is empty.
    /// </summary>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="block">At most <see cref="Length"/> elements.</param>
    /// <exception cref="ArgumentException">There are more.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    public static double Sum<T>(ReadOnlySpan<T> block)
        where T : unmanaged
    {
        Check(block);
        return LaneSum<T, PlainSummand>.Of(block);
    }

    /// <summary>
    /// The maximum of a block, as <see cref="Math.Max(double, double)"/> has it: NaN where any element is; 0 is above
    /// −0. −∞ where it is empty.
    /// </summary>
    /// <inheritdoc cref="Sum"/>
    [MethodImpl(KernelOptions.Loop)]
    public static double Maximum<T>(ReadOnlySpan<T> block)
        where T : unmanaged
    {
        Check(block);
        ref var first = ref MemoryMarshal.GetReference(block);
        var maximum = double.NegativeInfinity;
        var i = 0;
        if (block.Length >= Vector256<T>.Count)
        {
            var lanes = Vector256.LoadUnsafe(ref first);
            for (i = Vector256<T>.Count; i <= block.Length - Vector256<T>.Count; i += Vector256<T>.Count)
                lanes = Vector256.Max(lanes, Vector256.LoadUnsafe(ref first, (nuint)i));
            for (var lane = 0; lane < Vector256<T>.Count; lane++)
                maximum = Math.Max(maximum, ToDouble(lanes.GetElement(lane)));
        }

        for (; i < block.Length; i++)
            maximum = Math.Max(maximum, ToDouble(block[i]));
        return maximum;
    }

    private static void Check<T>(ReadOnlySpan<T> block)
        where T : unmanaged
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"A block of {typeof(T)} cannot be reduced; it is of float or double.");
        if (block.Length > Length)
        {
            throw new ArgumentException(
                $"block has {block.Length} elements; it must have at most {Length}.", nameof(block));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ToDouble<T>(T value)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value) : Unsafe.BitCast<T, double>(value);
}
