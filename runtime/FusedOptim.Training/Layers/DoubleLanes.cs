using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FusedOptim.Training;

/// <summary>
/// Four values at a time, in double precision whatever their type. Lanes are independent and each operation is rounded
/// once, and sums over a row go to eight lanes by index, which are added in one order: the same bits on every machine.
/// </summary>
internal static class DoubleLanes
{
    /// <summary>The number of values in a vector.</summary>
    public const int Count = 4;

    /// <summary>A length, up to the next whole vector.</summary>
    public static int Padded(int length) => (length + Count - 1) / Count * Count;

    /// <summary>Four values.</summary>
    /// <param name="values">The values.</param>
    /// <param name="index">The index of the first.</param>
    /// <param name="beyond">What stands beyond the last.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Load<T>(ReadOnlySpan<T> values, int index, double beyond = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (index > values.Length - Count)
            return LoadRest(values, index, beyond);
        ref var source = ref Unsafe.Add(ref MemoryMarshal.GetReference(values), index);
        return typeof(T) == typeof(double)
            ? Vector256.LoadUnsafe(ref Unsafe.As<T, double>(ref source))
            : Widen(Vector128.LoadUnsafe(ref Unsafe.As<T, float>(ref source)));
    }

    /// <summary>Writes four values, or those that there is room for.</summary>
    /// <param name="lanes">The values.</param>
    /// <param name="values">Receives them, rounded.</param>
    /// <param name="index">The index of the first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector256<double> lanes, Span<T> values, int index)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (index > values.Length - Count)
        {
            StoreRest(lanes, values, index);
            return;
        }

        ref var destination = ref Unsafe.Add(ref MemoryMarshal.GetReference(values), index);
        if (typeof(T) == typeof(double))
            lanes.StoreUnsafe(ref Unsafe.As<T, double>(ref destination));
        else
            Narrow(lanes).StoreUnsafe(ref Unsafe.As<T, float>(ref destination));
    }

    /// <summary>Σ_i x_i.</summary>
    public static double Sum<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (even, odd) = (Vector256<double>.Zero, Vector256<double>.Zero);
        for (var i = 0; i < values.Length; i += 2 * Count)
        {
            even += Load(values, i);
            odd += Load(values, i + Count);
        }

        return Sum(even + odd);
    }

    /// <summary>Σ_i (x_i − mean)².</summary>
    public static double SumSquaredDeviations<T>(ReadOnlySpan<T> values, double mean)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (even, odd) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var means = Vector256.Create(mean);
        for (var i = 0; i < values.Length; i += 2 * Count)
        {
            var first = Load(values, i, mean) - means;
            var second = Load(values, i + Count, mean) - means;
            even += first * first;
            odd += second * second;
        }

        return Sum(even + odd);
    }

    /// <summary>Σ_i a_i·b_i, of two rows of one length.</summary>
    public static double Dot<TFirst, TSecond>(ReadOnlySpan<TFirst> a, ReadOnlySpan<TSecond> b)
        where TFirst : unmanaged, IBinaryFloatingPointIeee754<TFirst>
        where TSecond : unmanaged, IBinaryFloatingPointIeee754<TSecond>
    {
        var (even, odd) = (Vector256<double>.Zero, Vector256<double>.Zero);
        for (var i = 0; i < a.Length; i += 2 * Count)
        {
            even += Load(a, i) * Load(b, i);
            odd += Load(a, i + Count) * Load(b, i + Count);
        }

        return Sum(even + odd);
    }

    /// <summary>The sum of the lanes, in one order.</summary>
    public static double Sum(Vector256<double> lanes) => (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Widen(Vector128<float> values) => Avx.IsSupported
        ? Avx.ConvertToVector256Double(values)
        : Vector256.Create(Vector128.WidenLower(values), Vector128.WidenUpper(values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Narrow(Vector256<double> lanes) => Avx.IsSupported
        ? Avx.ConvertToVector128Single(lanes)
        : Vector128.Narrow(lanes.GetLower(), lanes.GetUpper());

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector256<double> LoadRest<T>(ReadOnlySpan<T> values, int index, double beyond)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = Vector256.Create(beyond);
        for (var i = index; i < values.Length; i++)
            lanes = lanes.WithElement(i - index, double.CreateTruncating(values[i]));
        return lanes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StoreRest<T>(Vector256<double> lanes, Span<T> values, int index)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = index; i < values.Length; i++)
            values[i] = T.CreateTruncating(lanes[i - index]);
    }
}
