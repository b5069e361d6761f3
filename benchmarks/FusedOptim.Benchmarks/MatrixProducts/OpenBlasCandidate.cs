namespace FusedOptim.Benchmarks;

/// <summary>The product of OpenBLAS.</summary>
internal sealed class OpenBlasCandidate(ProductOperands operands, OpenBlas library) : IProductCandidate
{
    public string Name => "OpenBLAS, cblas_sgemm";

    public float[] Result { get; } = operands.NewResult();

    public void Step() => library.MultiplyByTransposed(operands.Shape, operands.Inputs, operands.Weights, Result);
}
