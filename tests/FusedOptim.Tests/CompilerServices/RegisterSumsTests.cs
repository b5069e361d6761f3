using System.Numerics;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;
using FusedOptim.Numerics;
using FusedOptim.Tests.Execution;

namespace FusedOptim.Tests.CompilerServices;

public class RegisterSumsTests
{
    [Fact]
    public void HaveTheBitsOfTheStatedOrderAtEveryLength()
    {
        for (var length = 0; length <= BlockReduction.Length; length++)
        {
            var block = RandomValues(length, value => (float)value);
            var expected = LaneSumTests.Plain<float>(block, value => value);

            var buffer = RestOf([.. block.Select(value => (double)value)], 16);
            var (lanes, whole) = (default(SumLanes512), (nuint)(length / 16 * 16));
            for (nuint i = 0; i < whole; i += 16)
                Add(Vector512.LoadUnsafe(ref block[0], i), ref lanes, ref buffer[0], i);
            RegisterSums.Finish(in lanes, ref buffer[0], 0, whole, (nuint)length);

            Assert.Equal(expected, buffer[0]);
        }
    }

    [Fact]
    public void OfProductsHaveTheBitsOfProductsThatAreAdded()
    {
        // Factors from 1e-38 to 1e38, whose products are far outside of the range of float.
        var random = new Random(1);
        float[] Factors() => [.. Enumerable.Range(0, BlockReduction.Length).Select(
            _ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-38, 39))))];
        var (a, b) = (Factors(), Factors());
        var expected = LaneSumTests.Plain<double>(
            [.. a.Zip(b, (x, y) => (double)x * y)], value => value);

        var buffer = new double[BlockReduction.Length];
        var lanes = default(SumLanes512);
        for (nuint i = 0; i < BlockReduction.Length; i += 16)
        {
            RegisterSums.AddProduct(
                KernelMath.LoadWide512(ref a[0], i), KernelMath.LoadWide512(ref a[0], i + 8),
                KernelMath.LoadWide512(ref b[0], i), KernelMath.LoadWide512(ref b[0], i + 8), ref lanes, ref buffer[0], i);
        }

        RegisterSums.Finish(in lanes, ref buffer[0], 0, BlockReduction.Length, BlockReduction.Length);

        Assert.Equal(expected, buffer[0]);
    }

    [Fact]
    public void HaveThemInDoubleToo()
    {
        for (var length = 0; length <= BlockReduction.Length; length++)
        {
            var block = RandomValues(length, value => value);
            var expected = LaneSumTests.Plain<double>(block, value => value);

            var buffer = RestOf(block, Vector512<double>.Count);
            var (lanes, whole) = (default(SumLanes512), (nuint)(length / 8 * 8));
            for (nuint i = 0; i < whole; i += 8)
                RegisterSums.Add(Vector512.LoadUnsafe(ref block[0], i), ref lanes, ref buffer[0], i);
            RegisterSums.Finish(in lanes, ref buffer[0], 0, whole, (nuint)length);

            Assert.Equal(expected, buffer[0]);
        }
    }

    [Fact]
    public void OfNegativeZerosArePositive()
    {
        Span<double> buffer = new double[BlockReduction.Length];
        buffer.Fill(-0.0);
        RegisterSums.Finish(default, ref buffer[0], 0, 0, 5);
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(buffer[0]));
    }

    [Fact]
    public void OfBlocksStandOneBehindTheOther()
    {
        var block = RandomValues(16, value => (float)value);
        var buffer = new double[BlockReduction.Length];
        Array.Fill(buffer, double.NaN);
        for (nuint first = 0; first < 3 * BlockReduction.Length; first += BlockReduction.Length)
        {
            var lanes = default(SumLanes512);
            for (nuint i = 0; i <= first / BlockReduction.Length; i++)
                Add(Vector512.LoadUnsafe(ref block[0]), ref lanes, ref buffer[0], first + 16 * i);
            RegisterSums.Finish(in lanes, ref buffer[0], first, first + BlockReduction.Length, 3 * BlockReduction.Length);
        }

        Assert.Equal(LaneSumTests.Plain<float>(block, value => value), buffer[0]);
        Assert.Equal(LaneSumTests.Plain<float>([.. block, .. block], value => value), buffer[1]);
        Assert.Equal(LaneSumTests.Plain<float>([.. block, .. block, .. block], value => value), buffer[2]);
    }

    [Fact]
    public void BuffersKeepEachSummandInItsPlace()
    {
        var block = RandomValues(32, value => (float)value);
        var buffer = new double[BlockReduction.Length];
        var lanes = default(SumLanes512);
        var first = Vector512.LoadUnsafe(ref block[0]);
        var (third, fourth) = (KernelMath.LoadWide512(ref block[0], 16), KernelMath.LoadWide512(ref block[0], 24));
        SummandBuffers.Add(Vector512.WidenLower(first), Vector512.WidenUpper(first), ref lanes, ref buffer[0], 0);
        SummandBuffers.AddProduct(third, fourth, third, fourth, ref lanes, ref buffer[0], 16);
        SummandBuffers.Finish(in lanes, ref buffer[0], 0, 32, 32);
        Assert.Equal(block.Select((value, i) => i < 16 ? value : (double)value * value), buffer[..32]);
    }

    private static void Add(Vector512<float> summands, ref SumLanes512 lanes, ref double buffer, nuint index) =>
        RegisterSums.Add(Vector512.WidenLower(summands), Vector512.WidenUpper(summands), ref lanes, ref buffer, index);

    /// <summary>A buffer in which the rest of a block stands in its place, among NaN.</summary>
    private static T[] RestOf<T>(T[] block, int lanes)
        where T : IFloatingPointIeee754<T>
    {
        var buffer = new T[BlockReduction.Length];
        Array.Fill(buffer, T.NaN);
        for (var i = block.Length / lanes * lanes; i < block.Length; i++)
            buffer[i] = block[i];
        return buffer;
    }

    private static T[] RandomValues<T>(int length, Func<double, T> convert)
    {
        // Magnitudes from 1e-8 to 1e8: a sum in any other order has other bits.
        var random = new Random(length);
        return [.. Enumerable.Range(0, length).Select(
            _ => convert((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 9))))];
    }
}
