using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;
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

            var buffer = RestOf(block, Vector512<float>.Count);
            var (lanes, whole) = (default(SumLanes512), (nuint)(length / 16 * 16));
            for (nuint i = 0; i < whole; i += 16)
                RegisterSums.Add(Vector512.LoadUnsafe(ref block[0], i), ref lanes, ref buffer[0], i);
            RegisterSums.Finish(in lanes, ref buffer[0], 0, whole, (nuint)length);

            Assert.Equal(expected, BitConverter.ToDouble(MemoryMarshal.AsBytes<float>(buffer)));
        }
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
        Span<float> buffer = new float[BlockReduction.Length];
        buffer.Fill(-0f);
        RegisterSums.Finish(default, ref buffer[0], 0, 0, 5);
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(BitConverter.ToDouble(MemoryMarshal.AsBytes(buffer))));
    }

    [Fact]
    public void OfBlocksStandOneBehindTheOther()
    {
        var block = RandomValues(16, value => (float)value);
        var buffer = new float[BlockReduction.Length];
        Array.Fill(buffer, float.NaN);
        for (nuint first = 0; first < 3 * BlockReduction.Length; first += BlockReduction.Length)
        {
            var lanes = default(SumLanes512);
            for (nuint i = 0; i <= first / BlockReduction.Length; i++)
                RegisterSums.Add(Vector512.LoadUnsafe(ref block[0]), ref lanes, ref buffer[0], first + 16 * i);
            RegisterSums.Finish(in lanes, ref buffer[0], first, first + BlockReduction.Length, 3 * BlockReduction.Length);
        }

        var sums = MemoryMarshal.Cast<float, double>(buffer);
        Assert.Equal(LaneSumTests.Plain<float>(block, value => value), sums[0]);
        Assert.Equal(LaneSumTests.Plain<float>([.. block, .. block], value => value), sums[1]);
        Assert.Equal(LaneSumTests.Plain<float>([.. block, .. block, .. block], value => value), sums[2]);
    }

    [Fact]
    public void BuffersKeepEachSummandInItsPlace()
    {
        var block = RandomValues(32, value => (float)value);
        var buffer = new float[BlockReduction.Length];
        var lanes = default(SumLanes512);
        SummandBuffers.Add(Vector512.LoadUnsafe(ref block[0]), ref lanes, ref buffer[0], 0);
        SummandBuffers.Add(Vector512.LoadUnsafe(ref block[0], 16), ref lanes, ref buffer[0], 16);
        SummandBuffers.Finish(in lanes, ref buffer[0], 0, 32, 32);
        Assert.Equal(block, buffer[..32]);
    }

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
