using System.Runtime.CompilerServices;

namespace FusedOptim.LinearAlgebra;

/// <summary>Elements of matrices and the doubles that they stand for.</summary>
internal static class Element
{
    /// <summary>The nearest element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T>(double value)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value) : Unsafe.BitCast<double, T>(value);

    /// <summary>The value of an element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble<T>(T element)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(element) : Unsafe.BitCast<T, double>(element);

    /// <summary>The sum of two elements, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T>(T a, T b)
        where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Unsafe.BitCast<float, T>(Unsafe.BitCast<T, float>(a) + Unsafe.BitCast<T, float>(b))
            : Unsafe.BitCast<double, T>(Unsafe.BitCast<T, double>(a) + Unsafe.BitCast<T, double>(b));

    /// <summary>Throws unless matrices can have such elements.</summary>
    public static void CheckType<T>()
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"Matrices of {typeof(T)} are not supported; they are of float or double.");
    }
}
