using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FusedOptim.LinearAlgebra;

/// <summary>
/// Transposes squares of as many elements a side as 128 bits hold, by interleaving. Only moves: no bit changes.
/// </summary>
internal static unsafe class SquareTransposition
{
    /// <summary>Whether the processor interleaves in registers.</summary>
    public static bool IsSupported => Sse2.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <summary>The number of elements of a side.</summary>
    public static int Side<T>()
        where T : unmanaged => Vector128<T>.Count;

    /// <summary>Transposes a square.</summary>
    /// <param name="source">Its first row.</param>
    /// <param name="sourceStride">From row to row, in elements.</param>
    /// <param name="destination">The first row of the result.</param>
    /// <param name="destinationStride">From row to row, in elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<T>(T* source, nint sourceStride, T* destination, nint destinationStride)
        where T : unmanaged
    {
        if (sizeof(T) == sizeof(float))
            Run((float*)source, sourceStride, (float*)destination, destinationStride);
        else
            Run((double*)source, sourceStride, (double*)destination, destinationStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run(float* source, nint sourceStride, float* destination, nint destinationStride)
    {
        var (row0, row1) = (Vector128.Load(source), Vector128.Load(source + sourceStride));
        source += 2 * sourceStride;
        var (row2, row3) = (Vector128.Load(source), Vector128.Load(source + sourceStride));
        var (lower01, lower23) = (InterleaveLower(row0, row1).AsDouble(), InterleaveLower(row2, row3).AsDouble());
        var (upper01, upper23) = (InterleaveUpper(row0, row1).AsDouble(), InterleaveUpper(row2, row3).AsDouble());
        InterleaveLower(lower01, lower23).AsSingle().Store(destination);
        InterleaveUpper(lower01, lower23).AsSingle().Store(destination + destinationStride);
        destination += 2 * destinationStride;
        InterleaveLower(upper01, upper23).AsSingle().Store(destination);
        InterleaveUpper(upper01, upper23).AsSingle().Store(destination + destinationStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run(double* source, nint sourceStride, double* destination, nint destinationStride)
    {
        var (row0, row1) = (Vector128.Load(source), Vector128.Load(source + sourceStride));
        InterleaveLower(row0, row1).Store(destination);
        InterleaveUpper(row0, row1).Store(destination + destinationStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveLower(Vector128<float> a, Vector128<float> b) =>
        Sse2.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveUpper(Vector128<float> a, Vector128<float> b) =>
        Sse2.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> InterleaveLower(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> InterleaveUpper(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
