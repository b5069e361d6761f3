namespace FusedOptim.LinearAlgebra;

/// <summary>
/// A power of two near the largest element of a matrix. Divided by it, squares and their sums neither overflow nor underflow
/// where they matter; the division is exact.
/// </summary>
/// <param name="Down">What elements are multiplied by.</param>
/// <param name="Up">What undoes it.</param>
/// <param name="IsFinite">Whether all elements are finite.</param>
internal readonly record struct MatrixScale(double Down, double Up, bool IsFinite)
{
    // Powers with both signs are doubles.
    private const int LargestExponent = 1000;

    /// <summary>The scale of a matrix.</summary>
    public static MatrixScale Of<T>(ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        var largest = 0.0;
        foreach (var element in elements)
            largest = Math.Max(largest, Math.Abs(Element.ToDouble(element)));
        var exponent = Math.Clamp(Math.ILogB(largest), -LargestExponent, LargestExponent);
        return new MatrixScale(Math.ScaleB(1, -exponent), Math.ScaleB(1, exponent), double.IsFinite(largest));
    }
}
