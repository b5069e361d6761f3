using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FusedOptim.Guards;
using FusedOptim.Training.Numerics;

namespace FusedOptim.Training.Data.Images;

/// <summary>
/// Turns, scales and shifts an image about its middle, in this order, by one resampling. With columns x to the right and
/// rows y down, counted from the middle ((width − 1)/2, (height − 1)/2), the target's pixel (x, y) is the source's value
/// at (c·u − s·v, s·u + c·v)/scale, where (u, v) = (x − shift.x, y − shift.y) and c and s are the cosine and sine of the
/// rotation: bilinear between the four nearest pixels, of which those outside of the image have the fill value.
/// </summary>
/// <param name="Rotation">Degrees, counterclockwise; from −180 to 180.</param>
/// <param name="ShiftRight">Pixels; finite.</param>
/// <param name="ShiftDown">Pixels; finite.</param>
/// <param name="Scale">Greater than 1 makes larger; positive and finite. <c>default</c> has 0, which is no scale.</param>
public readonly record struct AffineTransform(double Rotation, double ShiftRight, double ShiftDown, double Scale)
{
    /// <summary>Writes the image that this makes of another. The same bits on every machine; allocates nothing.</summary>
    /// <param name="source">The image.</param>
    /// <param name="target">Receives the other.</param>
    /// <param name="shape">The shape of both.</param>
    /// <param name="fill">What stands outside of the image.</param>
    /// <exception cref="ArgumentException">A number is out of range, a length is not that of the shape, or they
    /// overlap.</exception>
    public void Apply(ReadOnlySpan<float> source, Span<float> target, ImageShape shape, float fill = 0)
    {
        shape.Check(source.Length, nameof(source));
        shape.Check(target.Length, nameof(target));
        if (source.Overlaps(target))
            throw new ArgumentException("The target overlaps the source; they must be apart.", nameof(target));
        Guard.Check(Rotation is >= -180 and <= 180, Rotation, "from -180 to 180");
        Guard.CheckFinite(ShiftRight);
        Guard.CheckFinite(ShiftDown);
        Guard.CheckPositive(Scale);
        var (sine, cosine) = SineAndCosine.OfDegrees(Rotation);
        Resample(source, target, shape, fill, sine / Scale, cosine / Scale);
    }

    // Optimized from its first call: a first epoch may be over before the runtime has compiled a hot method again.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Resample(
        ReadOnlySpan<float> source, Span<float> target, ImageShape shape, float fill, double sine, double cosine)
    {
        var (middleX, middleY) = ((shape.Width - 1) * 0.5, (shape.Height - 1) * 0.5);
        var (endX, endY) = ((double)shape.Width, (double)shape.Height);
        var place = 0;
        for (var row = 0; row < shape.Height; row++)
        {
            var v = row - middleY - ShiftDown;
            var (startX, startY) = (middleX - sine * v, middleY + cosine * v);
            var column = 0;
            if (BilinearLanes.IsSupported && shape.Channels == 1)
            {
                for (; column <= shape.Width - BilinearLanes.Count; column += BilinearLanes.Count, place += BilinearLanes.Count)
                {
                    var u = Vector256.Create((double)column) + BilinearLanes.Indices - Vector256.Create(middleX) -
                        Vector256.Create(ShiftRight);
                    BilinearLanes.Sample(
                        source, shape, Vector256.Create(startX) + cosine * u, Vector256.Create(startY) + sine * u, fill, ref target[place]);
                }
            }

            for (; column < shape.Width; column++, place += shape.Channels)
            {
                var u = column - middleX - ShiftRight;
                var x = startX + cosine * u;
                var y = startY + sine * u;
                // False for what is not a number, too.
                if (x > -1 && x < endX && y > -1 && y < endY)
                    Sample(source, target.Slice(place, shape.Channels), shape, x, y, fill);
                else
                    target.Slice(place, shape.Channels).Fill(fill);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sample(
        ReadOnlySpan<float> source, Span<float> pixel, ImageShape shape, double x, double y, float fill)
    {
        var (floorX, floorY) = (Math.Floor(x), Math.Floor(y));
        var (left, top) = ((int)floorX, (int)floorY);
        var (right, down) = (x - floorX, y - floorY);
        var (hasLeft, hasRight) = (left >= 0, left + 1 < shape.Width);
        var (hasTop, hasBottom) = (top >= 0, top + 1 < shape.Height);
        var first = (top * shape.Width + left) * shape.Channels;
        var below = first + shape.Width * shape.Channels;
        var isWithin = hasLeft && hasRight && hasTop && hasBottom;
        for (var channel = 0; channel < pixel.Length; channel++, first++, below++)
        {
            var topLeft = isWithin || (hasTop && hasLeft) ? source[first] : fill;
            var topRight = isWithin || (hasTop && hasRight) ? source[first + shape.Channels] : fill;
            var bottomLeft = isWithin || (hasBottom && hasLeft) ? source[below] : fill;
            var bottomRight = isWithin || (hasBottom && hasRight) ? source[below + shape.Channels] : fill;
            pixel[channel] = (float)(
                (1 - down) * ((1 - right) * topLeft + right * topRight) +
                down * ((1 - right) * bottomLeft + right * bottomRight));
        }
    }
}
