using System.Numerics;
using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices;
using FusedOptim.CompilerServices.Operators;

namespace FusedOptim.Tests.Kernels.Vectors;

/// <summary>What a vector reads and writes: its elements, in order, and nothing besides.</summary>
/// <typeparam name="V">The vector.</typeparam>
/// <typeparam name="W">Its elements in double.</typeparam>
/// <typeparam name="T">The element.</typeparam>
public abstract class VectorMemoryTests<L, V, D, W, T>
    where L : struct, ILanes<V, T>
    where V : struct
    where D : struct, IWideLanes<W, V, T>
    where W : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Start = 3;
    private const byte Canary = 0xA5;

    private static int Count => (int)L.Count;

    // Kernels of floats, of 256 bits and more, decode states in their registers.
    private static bool Decodes => typeof(T) == typeof(float) && Count >= 8;

    [Fact]
    public void CountIsThatOfTheElements() => Assert.Equal(Unsafe.SizeOf<V>() / Unsafe.SizeOf<T>(), Count);

    [Fact]
    public void SignIsThatOfElementwise()
    {
        foreach (var value in VectorValues<T>.Single)
        {
            var values = new T[Start + Count];
            Array.Fill(values, value);
            var expected = T.CreateTruncating(Elementwise.Sign(double.CreateTruncating(value)));
            Assert.All(Stored(L.Sign(L.Load(ref values[0], Start))), sign => Assert.True(Element.Same(expected, sign), $"{value:R}: {sign:R}"));
        }
    }

    [Fact]
    public void LoadsAndStoresKeepTheOrder()
    {
        var source = Source();
        Assert.Equal(source[Start..(Start + Count)], Stored(L.Load(ref source[0], Start)));
        Assert.Equal(source[Start..(Start + Count)], Stored(L.Load<FloatStates>(ref source[0], Start)));
        Assert.Equal(source[Start..(Start + Count)], Stored(L.LoadState<FloatStates>(ref source[0], Start)));
        var destination = new T[Start + Count + 1];
        L.StoreState<FloatStates>(L.Load(ref source[0], Start), ref destination[0], Start);
        Assert.Equal(source[Start..(Start + Count)], destination[Start..^1]);
    }

    [Fact]
    public void WideVectorsHaveTheElementsInDouble()
    {
        foreach (var special in VectorValues<T>.Special)
        {
            var source = Source();
            Array.Fill(source, special, 0, Start + 1);
            double[] expected = [.. source[Start..(Start + Count)].Select(double.CreateTruncating)];
            Assert.Equal(expected, StoredWide(D.Widen(L.Load(ref source[0], Start))), Element.Same);
            Assert.Equal(expected, StoredWide(D.LoadWide<FloatStates>(ref source[0], Start)), Element.Same);
        }
    }

    [Fact]
    public void WideMasksSelectTheSameElements()
    {
        var source = Source();
        var values = L.Load(ref source[0], Start);
        for (var bound = Start; bound <= Start + Count; bound++)
        {
            var mask = D.WidenMask(L.LessThan(values, L.Broadcast(bound)));
            var selected = StoredWide(D.Select(mask, D.Widen(values), D.Broadcast(-1)));
            Assert.Equal(Enumerable.Range(Start, Count).Select(value => value < bound ? value : -1.0), selected);
            Assert.Equal(Enumerable.Range(Start, Count).Select(value => value < bound ? value : 0.0),
                StoredWide(D.SelectOrZero(mask, D.Widen(values))));
        }
    }

    [Fact]
    public void StatesAreDecodedFrom256BitsOfFloats()
    {
        var source = Source();
        var factor = T.CreateTruncating(Decodes ? 2 : 1);
        Assert.Equal(
            source[Start..(Start + Count)].Select(value => value / factor), Stored(L.LoadState<MarkedStates>(ref source[0], Start)));
        var destination = new T[Start + Count];
        L.StoreState<MarkedStates>(L.Load(ref source[0], Start), ref destination[0], Start);
        Assert.Equal(source[Start..(Start + Count)].Select(value => value * factor), destination[Start..]);
    }

    [Fact]
    public void OperandsArePrefetchedWhereStatesAreDecoded()
    {
        nuint[] expected = Decodes ? [Start] : [];
        var source = Source();

        MarkedStates.Prefetched.Clear();
        L.Load<MarkedStates>(ref source[0], Start);
        Assert.Equal(expected, MarkedStates.Prefetched);

        MarkedStates.Prefetched.Clear();
        D.LoadWide<MarkedStates>(ref source[0], Start);
        Assert.Equal(expected, MarkedStates.Prefetched);

        MarkedStates.Prefetched.Clear();
        L.LoadState<MarkedStates>(ref source[0], Start);
        Assert.Empty(MarkedStates.Prefetched);
    }

    [LinuxTheory]
    [InlineData(false)]
    [InlineData(true)]
    public unsafe void NothingOutsideIsTouched(bool atEnd)
    {
        using var narrow = new GuardedPages();
        using var wide = new GuardedPages();
        narrow.Page.Fill(Canary);
        wide.Page.Fill(Canary);
        var (bytes, wideBytes) = (Count * sizeof(T), Count * sizeof(double));
        ref var element = ref *(T*)(atEnd ? narrow.AtEnd(bytes) : narrow.AtStart());
        ref var wideElement = ref *(double*)(atEnd ? wide.AtEnd(wideBytes) : wide.AtStart());

        L.Store(L.Load(ref element, 0), ref element, 0);
        L.StoreState<FloatStates>(L.LoadState<FloatStates>(ref element, 0), ref element, 0);
        L.Store(L.Broadcast(1) + L.Load<FloatStates>(ref element, 0), ref element, 0);
        D.StoreWide(D.LoadWide<FloatStates>(ref element, 0), ref wideElement, 0);

        Assert.False((atEnd ? narrow.Page[..^bytes] : narrow.Page[bytes..]).ContainsAnyExcept(Canary));
        Assert.False((atEnd ? wide.Page[..^wideBytes] : wide.Page[wideBytes..]).ContainsAnyExcept(Canary));
    }

    /// <summary>Each element is its index.</summary>
    private static T[] Source() => [.. Enumerable.Range(0, Start + Count + 1).Select(index => T.CreateTruncating(index))];

    private static T[] Stored(V vector)
    {
        var destination = new T[Start + Count];
        L.Store(vector, ref destination[0], Start);
        return destination[Start..];
    }

    private static double[] StoredWide(W vector)
    {
        var destination = new double[Start + Count];
        D.StoreWide(vector, ref destination[0], Start);
        return destination[Start..];
    }
}
