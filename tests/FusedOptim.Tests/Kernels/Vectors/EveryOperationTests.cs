using System.Numerics;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;
using FusedOptim.CompilerServices.Operators;

namespace FusedOptim.Tests.Kernels.Vectors;

/// <summary>A compiled loop over vectors gives what the same loop gives over one element at a time, bit for bit.</summary>
public class EveryOperationTests
{
    [Fact]
    public void EveryWidthOfFloatsHasTheBitsOfOneElement()
    {
        var expected = Run<ScalarLanes<float>, float, WideScalar, WideScalar, float>();
        Check(expected, Run<Vector128Lanes<float>, Vector128<float>, Wide128, Wide128, float>());
        Check(expected, Run<Vector256Lanes<float>, Vector256<float>, Wide256, Wide256, float>());
        Check(expected, Run<Vector512Lanes<float>, Vector512<float>, Wide512, Wide512, float>());
    }

    [Fact]
    public void EveryWidthOfDoublesHasTheBitsOfOneElement()
    {
        var expected = Run<ScalarLanes<double>, double, ScalarLanes<double>, double, double>();
        Check(expected, Run<Vector128Lanes<double>, Vector128<double>, Vector128Lanes<double>, Vector128<double>, double>());
        Check(expected, Run<Vector256Lanes<double>, Vector256<double>, Vector256Lanes<double>, Vector256<double>, double>());
        Check(expected, Run<Vector512Lanes<double>, Vector512<double>, Vector512Lanes<double>, Vector512<double>, double>());
    }

    private static (T[] Result, double[] Summands) Run<L, V, D, W, T>()
        where L : struct, ILanes<V, T>
        where V : struct
        where D : struct, IWideLanes<W, V, T>
        where W : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var pairs = VectorValues<T>.Pairs;
        var count = pairs.Length / 16 * 16;
        T[] a = [.. pairs.Select(pair => pair.A)];
        T[] b = [.. pairs.Select(pair => pair.B)];
        var (result, summands) = (new T[count], new double[count]);
        EveryOperationKernel<L, V, D, W, T>.Run(ref a[0], ref b[0], ref result[0], ref summands[0], (nuint)count);
        return (result, summands);
    }

    private static void Check<T>((T[] Result, double[] Summands) expected, (T[] Result, double[] Summands) actual)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(-1, Element.FirstDifference<T>(expected.Result, actual.Result));
        Assert.Equal(-1, Element.FirstDifference<double>(expected.Summands, actual.Summands));
    }
}
