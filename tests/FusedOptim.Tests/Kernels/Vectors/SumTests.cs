using System.Numerics;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;
using FusedOptim.CompilerServices.Operators;
using FusedOptim.Numerics;

namespace FusedOptim.Tests.Kernels.Vectors;

/// <summary>Sums of blocks, as kernels of every width take them, against <see cref="BlockReduction.Sum"/>.</summary>
/// <typeparam name="V">The vector.</typeparam>
/// <typeparam name="W">Its elements in double.</typeparam>
/// <typeparam name="T">The element.</typeparam>
public abstract class SumTests<L, V, D, W, T>
    where L : struct, ILanes<V, T>
    where V : struct
    where D : struct, IWideLanes<W, V, T>
    where W : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static bool SumsInRegisters => typeof(W) == typeof(Wide512) || typeof(V) == typeof(Vector512<double>);

    [Fact]
    public void BuffersKeepEachSummandAtItsIndex()
    {
        var block = RandomValues(64);
        var buffer = new double[BlockReduction.Length];
        var sum = default(BufferedSum<D, W>);
        Add(ref sum, block, ref buffer[0], 0, 32);
        AddProducts(ref sum, block, block, ref buffer[0], 32, 64);
        sum.Finish(ref buffer[0], 0, 64, 64);
        Assert.Equal(block.Select((value, i) => Widen(value) * (i < 32 ? 1 : Widen(value))), buffer[..64]);
    }

    [Fact]
    public void RegistersHaveTheSumOfTheBlockAtEveryLength()
    {
        if (!SumsInRegisters)
            return;
        for (var length = 0; length <= BlockReduction.Length; length++)
        {
            var block = RandomValues(length);
            var whole = length / (int)L.Count * (int)L.Count;
            var buffer = NaNs();
            for (var i = whole; i < length; i++)
                buffer[i] = Widen(block[i]);
            var sum = default(RegisterSum<D, W>);
            Add(ref sum, block, ref buffer[0], 0, whole);
            sum.Finish(ref buffer[0], 0, (nuint)whole, (nuint)length);
            Assert.Equal(BlockReduction.Sum<T>(block), buffer[0]);
        }
    }

    [Fact]
    public void RegistersAddProductsThatAreRounded()
    {
        if (!SumsInRegisters)
            return;
        var (a, b) = (RandomValues(BlockReduction.Length), RandomValues(BlockReduction.Length + 1)[1..]);
        var buffer = NaNs();
        var sum = default(RegisterSum<D, W>);
        AddProducts(ref sum, a, b, ref buffer[0], 0, BlockReduction.Length);
        sum.Finish(ref buffer[0], 0, BlockReduction.Length, BlockReduction.Length);
        Assert.Equal(BlockReduction.Sum<double>([.. a.Zip(b, (x, y) => Widen(x) * Widen(y))]), buffer[0]);
    }

    [Fact]
    public void RegistersPutTheSumsOfBlocksOneAfterTheOther()
    {
        if (!SumsInRegisters)
            return;
        var block = RandomValues(48);
        var buffer = NaNs();
        for (nuint first = 0; first < 3 * BlockReduction.Length; first += BlockReduction.Length)
        {
            var sum = default(RegisterSum<D, W>);
            Add(ref sum, block, ref buffer[0], 0, 16 * ((int)first / BlockReduction.Length + 1));
            sum.Finish(ref buffer[0], first, first + BlockReduction.Length, 3 * BlockReduction.Length);
        }

        for (var index = 0; index < 3; index++)
            Assert.Equal(BlockReduction.Sum<T>(block.AsSpan(0, 16 * (index + 1))), buffer[index]);
    }

    [Fact]
    public void SumOfNegativeZerosIsPositive()
    {
        if (!SumsInRegisters)
            return;
        var buffer = new double[BlockReduction.Length];
        Array.Fill(buffer, -0.0);
        default(RegisterSum<D, W>).Finish(ref buffer[0], 0, 0, 5);
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(buffer[0]));
    }

    [Fact]
    public void RegistersNeed512Bits()
    {
        if (SumsInRegisters)
            return;
        Assert.Throws<NotSupportedException>(() => default(RegisterSum<D, W>).Add(D.Zero, ref NaNs()[0], 0));
        Assert.Throws<NotSupportedException>(() => default(RegisterSum<D, W>).AddProduct(D.Zero, D.Zero, ref NaNs()[0], 0));
    }

    private static void Add<TSum>(ref TSum sum, T[] block, ref double buffer, int start, int end)
        where TSum : struct, ISum<W>
    {
        for (var i = (nuint)start; i < (nuint)end; i += L.Count)
            sum.Add(D.LoadWide<FloatStates>(ref block[0], i), ref buffer, i);
    }

    private static void AddProducts<TSum>(ref TSum sum, T[] a, T[] b, ref double buffer, int start, int end)
        where TSum : struct, ISum<W>
    {
        for (var i = (nuint)start; i < (nuint)end; i += L.Count)
            sum.AddProduct(D.LoadWide<FloatStates>(ref a[0], i), D.Widen(L.Load(ref b[0], i)), ref buffer, i);
    }

    private static double Widen(T value) => double.CreateTruncating(value);

    private static double[] NaNs()
    {
        var buffer = new double[BlockReduction.Length];
        Array.Fill(buffer, double.NaN);
        return buffer;
    }

    // Magnitudes from 1e-8 to 1e8: a sum in any other order has other bits.
    private static T[] RandomValues(int length)
    {
        var random = new Random(length);
        return [.. Enumerable.Range(0, length).Select(
            _ => T.CreateTruncating((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 9))))];
    }
}
