using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FusedOptim.LinearAlgebra;
using static FusedOptim.Tests.LinearAlgebra.PlainMatrices;

namespace FusedOptim.Tests.LinearAlgebra;

/// <summary>Recorded digests of results: the same in every process, whatever its instruction set.</summary>
public sealed class MatrixFunctionDigestTests
{
    private const int Rows = 45;
    private const int Columns = 35;

    private static readonly double[] Matrix = Values<double>(Rows * Columns, 1);

    [Fact]
    public void NewtonSchulzHasTheRecordedBits()
    {
        var result = new float[Matrix.Length];
        new NewtonSchulz<float>().Orthogonalize(From<float>(Matrix), result, Rows, Columns, NewtonSchulzCoefficients.Muon);
        Assert.Equal("b1e02e42822120be", Digest<float>(result));
    }

    [Fact]
    public void QrHasTheRecordedBits()
    {
        var (q, r) = (new double[Rows * Columns], new double[Columns * Columns]);
        new QrDecomposition<double>().Decompose(Matrix, q, r, Rows, Columns);
        Assert.Equal("8b04feda0c11f8c7", Digest<double>([.. q, .. r]));
    }

    [Fact]
    public void EigenvectorsHaveTheRecordedBits()
    {
        var (values, vectors) = (new double[Columns], new double[Columns * Columns]);
        new SymmetricEigendecomposition<double>().Decompose(Matrix.AsSpan(0, Columns * Columns), values, vectors, Columns);
        Assert.Equal("d3ba87a05a82abbf", Digest<double>([.. values, .. vectors]));
    }

    [Fact]
    public void InverseRootsHaveTheRecordedBits()
    {
        var result = new double[Columns * Columns];
        new InverseRoot<double>().Compute(Matrix.AsSpan(0, Columns * Columns), result, Columns, 4);
        Assert.Equal("5dac68abd2c1bcdb", Digest<double>(result));
    }

    private static string Digest<T>(T[] values)
        where T : unmanaged =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<T>(values)))[..16];
}
