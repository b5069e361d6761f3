using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FusedOptim.Tests.Kernels.Vectors;

public abstract partial class VectorMathTests<V, T>
{
    [Fact]
    public void ComparisonsSetAllBitsOrNone()
    {
        CheckMask(V.LessThan, (a, b) => a < b);
        CheckMask(V.LessThanOrEqual, (a, b) => a <= b);
        CheckMask(V.GreaterThan, (a, b) => a > b);
        CheckMask(V.GreaterThanOrEqual, (a, b) => a >= b);
        CheckMask(V.Equals, (a, b) => a == b);
        CheckMask((a, b) => ~V.Equals(a, b), (a, b) => a != b);
        AssertBits(BytesOf(V.BroadcastMask(true)), 0xFF);
        AssertBits(BytesOf(V.BroadcastMask(false)), 0);
    }

    [Fact]
    public void LogicIsThatOfBits()
    {
        foreach (var (a, b) in VectorValues<T>.Pairs)
        {
            var (x, y) = (Fill(a), Fill(b));
            var (xBytes, yBytes) = (BytesOf(x), BytesOf(y));
            Assert.Equal(xBytes.Zip(yBytes, (p, q) => (byte)(p & q)), BytesOf(x & y));
            Assert.Equal(xBytes.Zip(yBytes, (p, q) => (byte)(p | q)), BytesOf(x | y));
            Assert.Equal(xBytes.Zip(yBytes, (p, q) => (byte)(p ^ q)), BytesOf(x ^ y));
            Assert.Equal(xBytes.Zip(yBytes, (p, q) => (byte)(p & ~q)), BytesOf(V.AndNot(x, y)));
            Assert.Equal(xBytes.Select(p => (byte)~p), BytesOf(~x));
        }
    }

    [Fact]
    public void SelectsTakeBitsUnchanged()
    {
        foreach (var (a, b) in VectorValues<T>.Pairs)
        {
            var (x, y) = (Fill(a), Fill(b));
            var (isTrue, isFalse) = (V.BroadcastMask(true), V.BroadcastMask(false));
            Assert.Equal(BytesOf(x), BytesOf(V.Select(isTrue, x, y)));
            Assert.Equal(BytesOf(y), BytesOf(V.Select(isFalse, x, y)));
            Assert.Equal(BytesOf(x), BytesOf(V.SelectOrZero(isTrue, x)));
            AssertBits(BytesOf(V.SelectOrZero(isFalse, x)), 0);
            Assert.Equal(BytesOf(x), BytesOf(V.ZeroOrSelect(isFalse, x)));
            AssertBits(BytesOf(V.ZeroOrSelect(isTrue, x)), 0);
        }
    }

    [Fact]
    public void SelectsDecideLaneByLane()
    {
        T[] values = [.. Enumerable.Range(0, Lanes).Select(lane => T.CreateTruncating(lane + 1))];
        for (var bound = 0; bound <= Lanes + 1; bound++)
        {
            var x = Read(values);
            var limit = T.CreateTruncating(bound);
            var mask = V.LessThan(x, Fill(limit));
            Assert.Equal(values.Select(value => value < limit ? value : -value), LanesOf(V.Select(mask, x, -x)));
            Assert.Equal(values.Select(value => value < limit ? value : T.Zero), LanesOf(V.SelectOrZero(mask, x)));
            Assert.Equal(values.Select(value => value < limit ? T.Zero : value), LanesOf(V.ZeroOrSelect(mask, x)));
        }
    }

    private static void CheckMask(Func<V, V, V> actual, Func<T, T, bool> expected)
    {
        foreach (var (a, b) in VectorValues<T>.Pairs)
            AssertBits(BytesOf(actual(Fill(a), Fill(b))), (byte)(expected(a, b) ? 0xFF : 0));
    }

    private static void AssertBits(byte[] actual, byte expected) => Assert.DoesNotContain(actual, value => value != expected);

    private static byte[] BytesOf(V vector) => [.. MemoryMarshal.AsBytes(new ReadOnlySpan<V>(ref vector))];
}
