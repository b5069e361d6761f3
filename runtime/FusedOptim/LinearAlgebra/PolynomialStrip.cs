namespace FusedOptim.LinearAlgebra;

/// <summary>
/// Makes a polynomial of the square of a symmetric matrix, S = A·A: C = a·I + b·A + c·S. Each element is
/// c·S + (b·A), by a fused multiply-add; on the diagonal c·S + (b·A + a), by two.
/// </summary>
internal static unsafe class PolynomialStrip<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    /// <summary>Overwrites a strip of S from the diagonal down.</summary>
    /// <param name="operands">The product, whose C has the strip of S.</param>
    /// <param name="column">The first column of the strip, and its first row.</param>
    /// <param name="endColumn">The column after the last.</param>
    public static void Run(in ProductOperands<T> operands, int column, int endColumn)
    {
        // What is added to −0 keeps its bits: b·A is rounded by itself.
        var none = Element.Of<T>(-0.0);
        var (linear, quadratic) = (TLanes.Broadcast(operands.Linear), TLanes.Broadcast(operands.Quadratic));
        var noneLanes = TLanes.Broadcast(none);
        for (var row = column; row < operands.Rows; row++)
        {
            var a = operands.A + row * operands.ARowStride;
            var c = operands.C + row * operands.CRowStride;
            var diagonal = row < endColumn ? Of(operands, a[row], c[row], operands.Constant) : default;
            var j = column;
            for (; j <= endColumn - TLanes.Count; j += TLanes.Count)
            {
                var term = TLanes.FusedMultiplyAdd(linear, TLanes.Load(a + j), noneLanes);
                TLanes.Store(TLanes.FusedMultiplyAdd(quadratic, TLanes.Load(c + j), term), c + j);
            }

            for (; j < endColumn; j++)
                c[j] = Of(operands, a[j], c[j], none);
            if (row < endColumn)
                c[row] = diagonal;
        }
    }

    private static T Of(in ProductOperands<T> operands, T element, T square, T constant) =>
        LanesScalar<T>.FusedMultiplyAdd(
            operands.Quadratic, square, LanesScalar<T>.FusedMultiplyAdd(operands.Linear, element, constant));
}
