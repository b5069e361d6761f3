using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FusedOptim.Training.Data.Images;

/// <summary>Four pixels of an image with one channel at once, bilinear: the same bits as one after the other.</summary>
internal static unsafe class BilinearLanes
{
    /// <summary>The number of pixels.</summary>
    public const int Count = 4;

    /// <summary>Whether the processor reads from four addresses at once.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>0, 1, 2 and 3.</summary>
    public static Vector256<double> Indices => Vector256.Create(0.0, 1, 2, 3);

    /// <summary>Samples an image at four places.</summary>
    /// <param name="source">The image.</param>
    /// <param name="shape">Its shape, with one channel.</param>
    /// <param name="x">The places, in pixels to the right.</param>
    /// <param name="y">The places, in pixels down.</param>
    /// <param name="fill">The value outside of the image.</param>
    /// <param name="target">Receives four pixels.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Sample(
        ReadOnlySpan<float> source, ImageShape shape, Vector256<double> x, Vector256<double> y, float fill, ref float target)
    {
        var (floorX, floorY) = (Vector256.Floor(x), Vector256.Floor(y));
        var (right, down) = (x - floorX, y - floorY);
        var (left, above) = (Vector256<double>.One - right, Vector256<double>.One - down);
        var (column, row) = (Clamp(floorX, shape.Width), Clamp(floorY, shape.Height));
        var (hasLeft, hasRight) = (IsIndex(column, shape.Width), IsIndex(column + Vector128<int>.One, shape.Width));
        var (hasTop, hasBottom) = (IsIndex(row, shape.Height), IsIndex(row + Vector128<int>.One, shape.Height));
        var place = row * shape.Width + column;
        var outside = Vector128.Create(fill);
        fixed (float* image = &MemoryMarshal.GetReference(source))
        {
            var top = left * Read(image, place, hasTop & hasLeft, outside) + right * Read(image + 1, place, hasTop & hasRight, outside);
            var bottom = left * Read(image + shape.Width, place, hasBottom & hasLeft, outside) +
                right * Read(image + shape.Width + 1, place, hasBottom & hasRight, outside);
            var isNear =
                Vector256.GreaterThan(x, Vector256.Create(-1.0)) & Vector256.LessThan(x, Vector256.Create((double)shape.Width)) &
                Vector256.GreaterThan(y, Vector256.Create(-1.0)) & Vector256.LessThan(y, Vector256.Create((double)shape.Height));
            var pixels = Vector256.ConditionalSelect(isNear, above * top + down * bottom, Vector256.Create((double)fill));
            Avx.ConvertToVector128Single(pixels).StoreUnsafe(ref target);
        }
    }

    // Of places far outside, and of what is not a number, too: their indices are outside of the image, and cannot overflow.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Clamp(Vector256<double> floor, int count) => Vector128.Min(
        Vector128.Max(Avx.ConvertToVector128Int32WithTruncation(floor), Vector128.Create(-2)), Vector128.Create(count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> IsIndex(Vector128<int> index, int count) =>
        Vector128.GreaterThan(index, Vector128.Create(-1)) & Vector128.LessThan(index, Vector128.Create(count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Read(float* image, Vector128<int> places, Vector128<int> mask, Vector128<float> otherwise) =>
        Avx.ConvertToVector256Double(Avx2.GatherMaskVector128(otherwise, image, places, mask.AsSingle(), sizeof(float)));
}
