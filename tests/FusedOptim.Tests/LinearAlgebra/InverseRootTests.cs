using FusedOptim.Execution;
using FusedOptim.LinearAlgebra;
using static FusedOptim.Tests.LinearAlgebra.PlainMatrices;

namespace FusedOptim.Tests.LinearAlgebra;

public sealed class InverseRootTests
{
    public static TheoryData<KernelTarget> Targets => [.. PlainMatrices.Targets];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    public void RootsOfKnownSpectraAreFound(int root)
    {
        const int size = 30;
        var q = Orthonormal(size, size, 1);
        double[] values = [.. Enumerable.Range(0, size).Select(i => Math.Pow(0.7, i))];
        var ridge = 1e-3 * values.Max();
        double[] expected = [.. values.Select(value => Math.Pow(value + ridge, -1.0 / root))];
        var result = new double[size * size];
        new InverseRoot<double>().Compute(Compose(q, values, q, size, size), result, size, root, 1e-3);
        Assert.InRange(Distance(Compose(q, expected, q, size, size), result), 0, 1e-10);
        AssertSameBits(result, Transpose(result, size, size));
    }

    [Fact]
    public void ZeroRankOneAndRepeatedEigenvaluesHaveFiniteRoots()
    {
        var inverseRoot = new InverseRoot<float>();
        var result = new float[16];
        inverseRoot.Compute(new float[16], result, 4, 4);
        // (10⁻⁶·10⁻⁶)^(−1/4) on the diagonal.
        Assert.InRange(Distance(From<float>([.. Identity(4).Select(value => 1e3 * value)]), result), 0, 1e-3);

        inverseRoot.Compute(From<float>(Identity(4)), result, 4, 2, ridge: 3);
        Assert.InRange(Distance(From<float>([.. Identity(4).Select(value => 0.5 * value)]), result), 0, 1e-7);

        // v·vᵀ with |v| = 2: 4 along v, 0 across.
        var ones = Enumerable.Repeat(1f, 16).ToArray();
        inverseRoot.Compute(ones, result, 4, 2, ridge: 0.25);
        double[] expected = [.. Identity(4).Select(value => value + (0.25 * (1 / Math.Sqrt(5)) - 0.25))];
        Assert.InRange(Distance(From<float>(expected), result), 0, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void BitsAreTheSameOnEachTargetAndNumberOfThreads(KernelTarget target)
    {
        const int size = 37, count = 5;
        var a = Enumerable.Range(0, count).SelectMany(i =>
        {
            var x = Values<float>(size * 50, i);
            return Multiply(x, Transpose(x, size, 50), size, size, 50);
        }).ToArray();
        var expected = new float[a.Length];
        using var one = new WorkerTeam(1);
        for (var i = 0; i < count; i++)
        {
            new InverseRoot<float>(one, KernelTarget.Scalar).Compute(
                a.AsSpan(i * size * size, size * size), expected.AsSpan(i * size * size, size * size), size, 4);
        }

        foreach (var threads in new[] { 1, 2, 3, 7 })
        {
            using var team = new WorkerTeam(threads);
            var result = a.ToArray();
            new InverseRoot<float>(team, target).Compute(result, result, size, 4, batchCount: count);
            AssertSameBits(expected, result);
        }
    }

    [Fact]
    public void ArgumentsOutOfRangeAreRefused()
    {
        var inverseRoot = new InverseRoot<double>();
        var error = Assert.Throws<ArgumentException>(() => inverseRoot.Compute(new double[5], new double[4], 2, 4));
        Assert.Equal("a has 5 elements; it must have 2 × 2 = 4. (Parameter 'a')", error.Message);
        error = Assert.Throws<ArgumentException>(() => inverseRoot.Compute(new double[12], new double[4], 2, 4, batchCount: 3));
        Assert.Equal("result has 4 elements; it must have 3 × 2 × 2 = 12. (Parameter 'result')", error.Message);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => inverseRoot.Compute(new double[4], new double[4], 2, 0));
        Assert.StartsWith("root is 0; it must be at least 1.", error.Message);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => inverseRoot.Compute(new double[4], new double[4], 2, 4, ridge: 0));
        Assert.StartsWith("ridge is 0; it must be greater than 0 and finite.", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => inverseRoot.Compute(new double[4], new double[4], 2, 4, floor: double.NaN));
        var memory = new double[6];
        Assert.Throws<ArgumentException>(() => inverseRoot.Compute(memory.AsSpan(0, 4), memory.AsSpan(1, 4), 2, 4));
    }

    [Fact]
    public void ElementsThatAreNotFiniteGiveNaN()
    {
        var result = new float[4];
        new InverseRoot<float>().Compute([1, 2, float.NegativeInfinity, 3], result, 2, 4);
        Assert.All(result, value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void WarmCallsAllocateNothing()
    {
        using var team = new WorkerTeam(2);
        var inverseRoot = new InverseRoot<float>(team);
        var (a, result) = (Values<float>(6 * 400, 1), new float[6 * 400]);
        Assert.All(
            AllocatedBytes.Of(team, 2, () => inverseRoot.Compute(a, result, 20, 4, batchCount: 6)), count => Assert.Equal(0, count));
    }
}
