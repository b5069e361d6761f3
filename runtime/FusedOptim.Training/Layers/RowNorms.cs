using System.Numerics;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Numerics;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Layers;

/// <summary>The Euclidean norm of each row of another parameter, which is filled before.</summary>
/// <typeparam name="TMatrix">The type of its elements.</typeparam>
internal sealed record RowNorms<TMatrix>(Parameter<TMatrix> Matrix, int ColumnCount) : Initializer
    where TMatrix : unmanaged, IBinaryFloatingPointIeee754<TMatrix>
{
    /// <inheritdoc/>
    public override void Fill<T>(Span<T> values, int fanIn, int fanOut, RandomStream random)
    {
        for (var i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<TMatrix> row = Matrix.Values.Slice(i * ColumnCount, ColumnCount);
            values[i] = T.CreateTruncating(Math.Sqrt(DoubleLanes.SumSquares(row)));
        }
    }
}
