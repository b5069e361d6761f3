using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FusedOptim.Numerics;

namespace FusedOptim.CompilerServices;

/// <summary>
/// The lanes of a sum in two registers of 512 bits (see <see cref="BlockReduction.Sum"/>). Summands come in the order of the block,
/// from its first element on.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct SumLanes512
{
    /// <summary>The number of summands in a block; the last block of a tensor may have fewer.</summary>
    public const int BlockLength = 1024;

    // For doubles the next summands go to the first, and the two change places.
    private Vector512<double> _first;
    private Vector512<double> _second;

    /// <summary>The sum over all lanes.</summary>
    public readonly double Total
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var eight = _first + _second;
            var four = eight.GetLower() + eight.GetUpper();
            var two = four.GetLower() + four.GetUpper();
            return two.ToScalar() + two.GetElement(1);
        }
    }

    /// <summary>Adds the next 16 summands, each to its lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector512<double> lower, Vector512<double> upper)
    {
        _first += lower;
        _second += upper;
    }

    /// <summary>
    /// Adds the next 16 products, each to its lane. Products of floats are exact in double, so a fused multiply-add has the bits of a
    /// product and a sum.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(Vector512<double> aLower, Vector512<double> aUpper, Vector512<double> bLower, Vector512<double> bUpper)
    {
        _first = Vector512.FusedMultiplyAdd(aLower, bLower, _first);
        _second = Vector512.FusedMultiplyAdd(aUpper, bUpper, _second);
    }

    /// <summary>Adds the next eight summands, each to its lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector512<double> summands) => (_first, _second) = (_second, _first + summands);
}
