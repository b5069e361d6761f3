using System.Numerics.Tensors;

namespace FusedOptim.Benchmarks;

/// <summary>What the class library has to offer: one scalar product for each cell.</summary>
internal sealed class DotPerCellCandidate(ProductOperands operands) : IProductCandidate
{
    public string Name => "TensorPrimitives.Dot for each cell";

    public float[] Result { get; } = operands.NewResult();

    public void Step()
    {
        var (rows, columns, depth) = operands.Shape;
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                Result[row * columns + column] = TensorPrimitives.Dot<float>(
                    operands.Inputs.AsSpan(row * depth, depth), operands.Weights.AsSpan(column * depth, depth));
            }
        }
    }
}
