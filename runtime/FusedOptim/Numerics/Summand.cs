using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.Numerics;

/// <summary>The contribution of elements to a sum. A zero gives a zero.</summary>
internal interface ISummand
{
    static abstract Vector512<double> Of(Vector512<double> values);

    static abstract Vector256<double> Of(Vector256<double> values);

    static abstract Vector128<double> Of(Vector128<double> values);
}

/// <summary>The elements themselves.</summary>
internal readonly struct PlainSummand : ISummand
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> values) => values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Of(Vector256<double> values) => values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Of(Vector128<double> values) => values;
}

/// <summary>Their squares.</summary>
internal readonly struct SquareSummand : ISummand
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> values) => values * values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Of(Vector256<double> values) => values * values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Of(Vector128<double> values) => values * values;
}
