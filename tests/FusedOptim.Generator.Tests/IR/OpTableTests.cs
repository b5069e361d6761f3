using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;
using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Tests.IR;

/// <summary>The table of operations is whole, and what it spells exists.</summary>
public sealed class OpTableTests
{
    [Fact]
    public void EveryOperationHasARow() =>
        Assert.Equal(Enum.GetValues<Op>().Order(), OpTable.All.Select(row => row.Key).Order());

    [Fact]
    public void EveryFunctionIsThereInScalarAndVectorForm()
    {
        var rows = OpTable.All.Where(row => row.Value.Notation == Notation.Function).ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            AssertHas(typeof(Math), row.Value.Scalar, row.Value.Arity);
            AssertHas(typeof(MathF), row.Value.Scalar, row.Value.Arity);
            AssertVectors(row.Value);
        });
    }

    [Fact]
    public void EveryKernelFunctionIsThereForScalarsAndVectorsOfBothPrecisions()
    {
        var rows = OpTable.All.Where(row => row.Value.Notation == Notation.KernelFunction).ToList();
        Assert.NotEmpty(rows);
        Type[] single = [typeof(float), typeof(Vector128<float>), typeof(Vector256<float>), typeof(Vector512<float>)];
        Type[] both =
        [
            .. single, typeof(double), typeof(Vector128<double>), typeof(Vector256<double>), typeof(Vector512<double>),
        ];
        Assert.All(rows, row =>
        {
            Assert.Equal(row.Value.Scalar, row.Value.Vector);
            // The powers of double need no such parts.
            Assert.All(row.Key is Op.LogB or Op.NormalizedSignificand ? single : both, type => Assert.Equal(
                type, typeof(KernelMath).GetMethod(row.Value.Scalar, [.. Enumerable.Repeat(type, row.Value.Arity)])?.ReturnType));
        });
    }

    [Fact]
    public void EveryFunctionOfVaryingValuesIsAMethodOfElementwise()
    {
        var rows = OpTable.All.Where(row => row.Key.IsFunction()).ToList();
        Assert.Equal(9, rows.Count);
        Assert.All(rows, row => AssertHas(typeof(Elementwise), row.Key.ToString(), row.Value.Arity));
    }

    [Fact]
    public void EveryComparisonIsThereInVectorForm()
    {
        var rows = OpTable.All.Where(row => row.Key.IsComparison()).ToList();
        Assert.Equal(6, rows.Count);
        Assert.All(rows, row => AssertVectors(row.Value));
    }

    private static void AssertVectors(OpInfo info) =>
        Assert.All([typeof(Vector128), typeof(Vector256), typeof(Vector512)], type => AssertHas(type, info.Vector, info.Arity));

    private static void AssertHas(Type type, string name, int arity) =>
        Assert.Contains(type.GetMethods(), method => method.Name == name && method.GetParameters().Length == arity);
}
