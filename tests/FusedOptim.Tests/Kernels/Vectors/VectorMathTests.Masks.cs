using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FusedOptim.CompilerServices;
using FusedOptim.CompilerServices.Operators;

namespace FusedOptim.Tests.Kernels.Vectors;

public abstract partial class VectorMathTests<L, V, T>
{
    [Fact]
    public void ComparisonsSetAllBitsOrNone()
    {
        CheckMask(L.LessThan, (a, b) => a < b);
        CheckMask(L.LessThanOrEqual, (a, b) => a <= b);
        CheckMask(L.GreaterThan, (a, b) => a > b);
        CheckMask(L.GreaterThanOrEqual, (a, b) => a >= b);
        CheckMask(L.Equals, (a, b) => a == b);
        CheckMask((a, b) => ~L.Equals(a, b), (a, b) => a != b);
        AssertBits(BytesOf(L.BroadcastMask(true)), 0xFF);
        AssertBits(BytesOf(L.BroadcastMask(false)), 0);
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
            Assert.Equal(xBytes.Zip(yBytes, (p, q) => (byte)(p & ~q)), BytesOf(L.AndNot(x, y)));
            Assert.Equal(xBytes.Select(p => (byte)~p), BytesOf(~x));
        }
    }

    [Fact]
    public void SelectsTakeBitsUnchanged()
    {
        foreach (var (a, b) in VectorValues<T>.Pairs)
        {
            var (x, y) = (Fill(a), Fill(b));
            var (isTrue, isFalse) = (L.BroadcastMask(true), L.BroadcastMask(false));
            Assert.Equal(BytesOf(x), BytesOf(L.Select(isTrue, x, y)));
            Assert.Equal(BytesOf(y), BytesOf(L.Select(isFalse, x, y)));
            Assert.Equal(BytesOf(x), BytesOf(L.SelectOrZero(isTrue, x)));
            AssertBits(BytesOf(L.SelectOrZero(isFalse, x)), 0);
            Assert.Equal(BytesOf(x), BytesOf(L.ZeroOrSelect(isFalse, x)));
            AssertBits(BytesOf(L.ZeroOrSelect(isTrue, x)), 0);
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
            var mask = L.LessThan(x, Fill(limit));
            Assert.Equal(values.Select(value => value < limit ? value : -value), LanesOf(L.Select(mask, x, -x)));
            Assert.Equal(values.Select(value => value < limit ? value : T.Zero), LanesOf(L.SelectOrZero(mask, x)));
            Assert.Equal(values.Select(value => value < limit ? T.Zero : value), LanesOf(L.ZeroOrSelect(mask, x)));
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
