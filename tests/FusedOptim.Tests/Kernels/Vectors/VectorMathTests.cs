using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FusedOptim.CompilerServices;
using FusedOptim.CompilerServices.Operators;

namespace FusedOptim.Tests.Kernels.Vectors;

/// <summary>The arithmetic of a vector against that of <see cref="Math"/> or <see cref="MathF"/>, bit for bit (any NaN equals any NaN).</summary>
/// <typeparam name="V">The vector.</typeparam>
/// <typeparam name="T">What its lanes hold.</typeparam>
public abstract partial class VectorMathTests<L, V, T>
    where L : struct, ILanesMath<V>
    where V : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int Lanes = Unsafe.SizeOf<V>() / Unsafe.SizeOf<T>();

    [Fact]
    public void ArithmeticIsRoundedOnce()
    {
        Check((a, b) => a + b, (a, b) => a + b);
        Check((a, b) => a - b, (a, b) => a - b);
        Check((a, b) => a * b, (a, b) => a * b);
        Check((a, b) => a / b, (a, b) => a / b);
        Check(L.Sqrt, T.Sqrt);
    }

    [Fact]
    public void FusedMultiplyAddIsRoundedOnce()
    {
        foreach (var (a, b, c) in VectorValues<T>.Triples)
        {
            var result = L.FusedMultiplyAdd(Fill(a), Fill(b), Fill(c));
            CheckLanes(T.FusedMultiplyAdd(a, b, c), result, $"{a:R} * {b:R} + {c:R}");
        }
    }

    [Fact]
    public void SignsAreThoseOfMath()
    {
        Check(value => -value, value => -value);
        Check(L.Abs, T.Abs);
        Check(L.CopySign, T.CopySign);
    }

    [Fact]
    public void ExtremaAreThoseOfMath()
    {
        Check(L.Min, T.Min);
        Check(L.Max, T.Max);
        Check(L.MinOfZero, value => T.Min(value, T.Zero));
        Check(L.MaxOfZero, value => T.Max(value, T.Zero));
    }

    [Fact]
    public void IntegersAreThoseOfMath()
    {
        Check(L.Floor, T.Floor);
        Check(L.Ceiling, T.Ceiling);
        Check(L.Round, T.Round);
        Check(L.Truncate, T.Truncate);
    }

    [Fact]
    public void LanesDoNotMix()
    {
        T[] a = [.. Enumerable.Range(1, Lanes).Select(lane => T.CreateTruncating(lane))];
        T[] b = [.. Enumerable.Range(1, Lanes).Select(lane => T.CreateTruncating(100 * lane))];
        var sum = LanesOf(Read(a) + Read(b) * Read(a));
        Assert.Equal(a.Zip(b, (x, y) => x + y * x), sum);
    }

    [Fact]
    public void BroadcastRoundsToThePrecision()
    {
        foreach (var value in (double[])[0, -0.0, 1, 0.1, -1e-40, 1e300, double.NaN, double.NegativeInfinity, 16777217])
            CheckLanes(T.CreateTruncating(value), L.Broadcast(value), $"{value:R}");
        CheckLanes(T.Zero, L.Zero, "zero");
    }

    private static void Check(Func<V, V> actual, Func<T, T> expected)
    {
        foreach (var value in VectorValues<T>.Single)
            CheckLanes(expected(value), actual(Fill(value)), $"{value:R}");
    }

    private static void Check(Func<V, V, V> actual, Func<T, T, T> expected)
    {
        foreach (var (a, b) in VectorValues<T>.Pairs)
            CheckLanes(expected(a, b), actual(Fill(a), Fill(b)), $"{a:R} and {b:R}");
    }

    private static void CheckLanes(T expected, V actual, string operands)
    {
        foreach (var lane in LanesOf(actual))
        {
            if (!Element.Same(expected, lane))
                Assert.Fail($"{typeof(V)}, {operands}: {Element.Describe(lane)} must be {Element.Describe(expected)}.");
        }
    }

    /// <summary>A vector with a value in each lane.</summary>
    private static V Fill(T value)
    {
        Unsafe.SkipInit(out V result);
        MemoryMarshal.Cast<V, T>(new Span<V>(ref result)).Fill(value);
        return result;
    }

    private static V Read(ReadOnlySpan<T> lanes) => MemoryMarshal.Read<V>(MemoryMarshal.AsBytes(lanes));

    private static T[] LanesOf(V vector) => [.. MemoryMarshal.Cast<V, T>(new ReadOnlySpan<V>(ref vector))];
}
