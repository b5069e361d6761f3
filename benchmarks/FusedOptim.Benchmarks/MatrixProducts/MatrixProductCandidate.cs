using FusedOptim.Execution;
using FusedOptim.LinearAlgebra;

namespace FusedOptim.Benchmarks;

/// <summary>FusedOptim's own product.</summary>
internal sealed class MatrixProductCandidate(ProductOperands operands, WorkerTeam team) : IProductCandidate
{
    private readonly MatrixProduct<float> _product = new(team);

    public string Name => "FusedOptim, MatrixProduct";

    public float[] Result { get; } = operands.NewResult();

    public void Step() => _product.MultiplyByTransposed(
        operands.Inputs, operands.Weights, [], Result, operands.Shape.Rows, operands.Shape.Columns, operands.Shape.Depth);
}
