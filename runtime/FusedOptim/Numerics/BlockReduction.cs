using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;

namespace FusedOptim.Numerics;

/// <summary>
/// Reduces blocks of what a measuring phase gives, with the same bits on every machine. Tensors are cut into blocks
/// from their start; what blocks reduce to is combined in order.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class BlockReduction
{
    /// <summary>The length of a block; the last one of a tensor may be shorter.</summary>
    public const int Length = SumLanes512.BlockLength;

    /// <summary>
    /// The sum of a block, in double: element i is added to lane i mod 16, in order; then lanes j and j + 8 are added,
    /// j and j + 4, and so on. 0 where it is empty.
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
        var width = Vector256<T>.Count;
        var maximum = double.NegativeInfinity;
        if (block.Length < 4 * width)
        {
            foreach (var value in block)
                maximum = Math.Max(maximum, ToDouble(value));
            return maximum;
        }

        var a = Vector256.LoadUnsafe(ref first);
        var (b, c, d) = (a, a, a);
        for (var i = 0; i < block.Length; i += 4 * width)
        {
            // The last four vectors may hold elements of those before: no maximum changes by that.
            ref var row = ref Unsafe.Add(ref first, Math.Min(i, block.Length - 4 * width));
            a = Vector256.Max(a, Vector256.LoadUnsafe(ref row));
            b = Vector256.Max(b, Vector256.LoadUnsafe(ref row, (nuint)width));
            c = Vector256.Max(c, Vector256.LoadUnsafe(ref row, (nuint)(2 * width)));
            d = Vector256.Max(d, Vector256.LoadUnsafe(ref row, (nuint)(3 * width)));
        }

        a = Vector256.Max(Vector256.Max(a, b), Vector256.Max(c, d));
        for (var lane = 0; lane < width; lane++)
            maximum = Math.Max(maximum, ToDouble(a.GetElement(lane)));
        return maximum;
    }

    /// <summary>
    /// The Euclidean norm of a block of numbers that are norms themselves, at least 0: the root of the sum of their squares, which is that of
    /// <see cref="Sum"/>. Where squares leave the range of double, they are taken again of numbers scaled by a power of two, one by one.
    /// </summary>
    /// <param name="block">At most <see cref="Length"/> elements.</param>
    /// <exception cref="ArgumentException">There are more.</exception>
    public static double Norm(ReadOnlySpan<double> block)
    {
        Check(block);
        return EuclideanNorm.Of(block);
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
