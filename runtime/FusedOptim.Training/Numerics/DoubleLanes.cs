using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FusedOptim.Training.Numerics;

/// <summary>
/// Rows of values in double precision, whatever their type, in vectors of four, with zeros up to the end of the last one.
/// Lanes are independent and each operation is rounded once; sums over a row go to lanes by index, which are added in one
/// order: the same bits on every machine.
/// </summary>
internal static class DoubleLanes
{
    private const int LaneCount = 4;

    /// <summary>The number of vectors that a row takes.</summary>
    /// <param name="length">The number of its values.</param>
    public static int VectorCount(int length) => (length + LaneCount - 1) / LaneCount;

    /// <summary>The values of vectors, one by one.</summary>
    public static Span<double> Values(Span<Vector256<double>> lanes) =>
        MemoryMarshal.Cast<Vector256<double>, double>(lanes);

    /// <summary>Reads a row.</summary>
    /// <param name="row">The values.</param>
    /// <param name="lanes">Receives them: <see cref="VectorCount"/> vectors.</param>
    public static void Widen<T>(ReadOnlySpan<T> row, Span<Vector256<double>> lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref var source = ref MemoryMarshal.GetReference(row);
        var whole = row.Length / LaneCount;
        for (var i = 0; i < whole; i++)
        {
            lanes[i] = typeof(T) == typeof(double)
                ? Vector256.LoadUnsafe(ref Unsafe.As<T, double>(ref source), (nuint)(i * LaneCount))
                : Widen(Vector128.LoadUnsafe(ref Unsafe.As<T, float>(ref source), (nuint)(i * LaneCount)));
        }

        if (whole == lanes.Length)
            return;
        lanes[whole] = default;
        for (var i = whole * LaneCount; i < row.Length; i++)
            lanes[whole] = lanes[whole].WithElement(i % LaneCount, double.CreateTruncating(row[i]));
    }

    /// <summary>Writes a row, rounded.</summary>
    /// <param name="lanes">The values: <see cref="VectorCount"/> vectors.</param>
    /// <param name="row">Receives them.</param>
    public static void Narrow<T>(ReadOnlySpan<Vector256<double>> lanes, Span<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref var destination = ref MemoryMarshal.GetReference(row);
        var whole = row.Length / LaneCount;
        for (var i = 0; i < whole; i++)
        {
            if (typeof(T) == typeof(double))
                lanes[i].StoreUnsafe(ref Unsafe.As<T, double>(ref destination), (nuint)(i * LaneCount));
            else
                Narrow(lanes[i]).StoreUnsafe(ref Unsafe.As<T, float>(ref destination), (nuint)(i * LaneCount));
        }

        for (var i = whole * LaneCount; i < row.Length; i++)
            row[i] = T.CreateTruncating(lanes[whole][i % LaneCount]);
    }

    /// <summary>Sets what stands beyond the last value of a row to 0 again.</summary>
    /// <param name="lanes">The row.</param>
    /// <param name="length">The number of its values.</param>
    public static void ClearBeyond(Span<Vector256<double>> lanes, int length) => Values(lanes)[length..].Clear();

    /// <summary>Σ_i x_i.</summary>
    public static double Sum(ReadOnlySpan<Vector256<double>> lanes)
    {
        var (even, odd) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var i = 0;
        for (; i < lanes.Length - 1; i += 2)
        {
            even += lanes[i];
            odd += lanes[i + 1];
        }

        return Sum((i < lanes.Length ? even + lanes[i] : even) + odd);
    }

    /// <summary>Σ_i a_i·b_i, of two rows of one length.</summary>
    public static double Dot(ReadOnlySpan<Vector256<double>> a, ReadOnlySpan<Vector256<double>> b)
    {
        b = b[..a.Length];
        var (even, odd) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var i = 0;
        for (; i < a.Length - 1; i += 2)
        {
            even += a[i] * b[i];
            odd += a[i + 1] * b[i + 1];
        }

        return Sum((i < a.Length ? even + a[i] * b[i] : even) + odd);
    }

    /// <summary>Σ_i x_i², of any number of values.</summary>
    public static double SumSquares<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<Vector256<double>> lanes = stackalloc Vector256<double>[64];
        var sum = 0.0;
        while (!values.IsEmpty)
        {
            var part = values[..Math.Min(values.Length, lanes.Length * LaneCount)];
            var partLanes = lanes[..VectorCount(part.Length)];
            Widen(part, partLanes);
            sum += Dot(partLanes, partLanes);
            values = values[part.Length..];
        }

        return sum;
    }

    private static double Sum(Vector256<double> lanes) => (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Widen(Vector128<float> values) => Avx.IsSupported
        ? Avx.ConvertToVector256Double(values)
        : Vector256.Create(Vector128.WidenLower(values), Vector128.WidenUpper(values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Narrow(Vector256<double> lanes) => Avx.IsSupported
        ? Avx.ConvertToVector128Single(lanes)
        : Vector128.Narrow(lanes.GetLower(), lanes.GetUpper());
}
