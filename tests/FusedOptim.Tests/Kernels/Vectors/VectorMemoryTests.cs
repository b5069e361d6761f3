using System.Numerics;
using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.Kernels.Vectors;

/// <summary>What a vector reads and writes: its elements, in order, and nothing besides.</summary>
/// <typeparam name="V">The vector.</typeparam>
/// <typeparam name="W">Its elements in double.</typeparam>
/// <typeparam name="T">The element.</typeparam>
public abstract class VectorMemoryTests<V, W, T>
    where V : struct, IVector<V, T>
    where W : struct, IWideVector<W, V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Start = 3;
    private const byte Canary = 0xA5;

    private static int Count => (int)V.Count;

    // Kernels of floats, of 256 bits and more, decode states in their registers.
    private static bool Decodes => typeof(T) == typeof(float) && Count >= 8;

    [Fact]
    public void CountIsThatOfTheElements() => Assert.Equal(Unsafe.SizeOf<V>() / Unsafe.SizeOf<T>(), Count);

    [Fact]
    public void LoadsAndStoresKeepTheOrder()
    {
        var source = Source();
        Assert.Equal(source[Start..(Start + Count)], Stored(V.Load(ref source[0], Start)));
        Assert.Equal(source[Start..(Start + Count)], Stored(V.Load<FloatStates>(ref source[0], Start)));
        Assert.Equal(source[Start..(Start + Count)], Stored(V.LoadState<FloatStates>(ref source[0], Start)));
        var destination = new T[Start + Count + 1];
        V.StoreState<FloatStates>(V.Load(ref source[0], Start), ref destination[0], Start);
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
            Assert.Equal(expected, StoredWide(W.Widen(V.Load(ref source[0], Start))), Element.Same);
            Assert.Equal(expected, StoredWide(W.LoadWide<FloatStates>(ref source[0], Start)), Element.Same);
        }
    }

    [Fact]
    public void WideMasksSelectTheSameElements()
    {
        var source = Source();
        var values = V.Load(ref source[0], Start);
        for (var bound = Start; bound <= Start + Count; bound++)
        {
            var mask = W.WidenMask(V.LessThan(values, V.Broadcast(bound)));
            var selected = StoredWide(W.Select(mask, W.Widen(values), W.Broadcast(-1)));
            Assert.Equal(Enumerable.Range(Start, Count).Select(value => value < bound ? value : -1.0), selected);
            Assert.Equal(Enumerable.Range(Start, Count).Select(value => value < bound ? value : 0.0),
                StoredWide(W.SelectOrZero(mask, W.Widen(values))));
        }
    }

    [Fact]
    public void StatesAreDecodedFrom256BitsOfFloats()
    {
        var source = Source();
        var factor = T.CreateTruncating(Decodes ? 2 : 1);
        Assert.Equal(
            source[Start..(Start + Count)].Select(value => value / factor), Stored(V.LoadState<MarkedStates>(ref source[0], Start)));
        var destination = new T[Start + Count];
        V.StoreState<MarkedStates>(V.Load(ref source[0], Start), ref destination[0], Start);
        Assert.Equal(source[Start..(Start + Count)].Select(value => value * factor), destination[Start..]);
    }

    [Fact]
    public void OperandsArePrefetchedWhereStatesAreDecoded()
    {
        nuint[] expected = Decodes ? [Start] : [];
        var source = Source();

        MarkedStates.Prefetched.Clear();
        V.Load<MarkedStates>(ref source[0], Start);
        Assert.Equal(expected, MarkedStates.Prefetched);

        MarkedStates.Prefetched.Clear();
        W.LoadWide<MarkedStates>(ref source[0], Start);
        Assert.Equal(expected, MarkedStates.Prefetched);

        MarkedStates.Prefetched.Clear();
        V.LoadState<MarkedStates>(ref source[0], Start);
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

        V.Store(V.Load(ref element, 0), ref element, 0);
        V.StoreState<FloatStates>(V.LoadState<FloatStates>(ref element, 0), ref element, 0);
        V.Store(V.Broadcast(1) + V.Load<FloatStates>(ref element, 0), ref element, 0);
        W.StoreWide(W.LoadWide<FloatStates>(ref element, 0), ref wideElement, 0);

        Assert.False((atEnd ? narrow.Page[..^bytes] : narrow.Page[bytes..]).ContainsAnyExcept(Canary));
        Assert.False((atEnd ? wide.Page[..^wideBytes] : wide.Page[wideBytes..]).ContainsAnyExcept(Canary));
    }

    /// <summary>Each element is its index.</summary>
    private static T[] Source() => [.. Enumerable.Range(0, Start + Count + 1).Select(index => T.CreateTruncating(index))];

    private static T[] Stored(V vector)
    {
        var destination = new T[Start + Count];
        V.Store(vector, ref destination[0], Start);
        return destination[Start..];
    }

    private static double[] StoredWide(W vector)
    {
        var destination = new double[Start + Count];
        W.StoreWide(vector, ref destination[0], Start);
        return destination[Start..];
    }
}
