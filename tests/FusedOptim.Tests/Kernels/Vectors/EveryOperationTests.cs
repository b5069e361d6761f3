using System.Numerics;
using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.Kernels.Vectors;

/// <summary>A compiled loop over vectors gives what the same loop gives over one element at a time, bit for bit.</summary>
public class EveryOperationTests
{
    [Fact]
    public void EveryWidthOfFloatsHasTheBitsOfOneElement()
    {
        var expected = Run<ScalarOf<float>, WideScalar, float>();
        Check(expected, Run<Vector128Of<float>, Wide128, float>());
        Check(expected, Run<Vector256Of<float>, Wide256, float>());
        Check(expected, Run<Vector512Of<float>, Wide512, float>());
    }

    [Fact]
    public void EveryWidthOfDoublesHasTheBitsOfOneElement()
    {
        var expected = Run<ScalarOf<double>, ScalarOf<double>, double>();
        Check(expected, Run<Vector128Of<double>, Vector128Of<double>, double>());
        Check(expected, Run<Vector256Of<double>, Vector256Of<double>, double>());
        Check(expected, Run<Vector512Of<double>, Vector512Of<double>, double>());
    }

    private static (T[] Result, double[] Summands) Run<V, W, T>()
        where V : struct, IVector<V, T>
        where W : struct, IWideVector<W, V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var pairs = VectorValues<T>.Pairs;
        var count = pairs.Length / 16 * 16;
        T[] a = [.. pairs.Select(pair => pair.A)];
        T[] b = [.. pairs.Select(pair => pair.B)];
        var (result, summands) = (new T[count], new double[count]);
        EveryOperationKernel<V, W, T>.Run(ref a[0], ref b[0], ref result[0], ref summands[0], (nuint)count);
        return (result, summands);
    }

    private static void Check<T>((T[] Result, double[] Summands) expected, (T[] Result, double[] Summands) actual)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(-1, Element.FirstDifference<T>(expected.Result, actual.Result));
        Assert.Equal(-1, Element.FirstDifference<double>(expected.Summands, actual.Summands));
    }
}
