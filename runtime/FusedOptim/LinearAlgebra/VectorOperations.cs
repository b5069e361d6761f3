using System.Runtime.Intrinsics;

namespace FusedOptim.LinearAlgebra;

/// <summary>
/// Operations on contiguous doubles. Products and sums are rounded one by one. They are written for vectors of 512 bits, which
/// narrower processors compute in parts, so that the bits are the same everywhere.
/// </summary>
internal static unsafe class VectorOperations
{
    private const int Width = 8;

    /// <summary>Σ x·y: element i goes to lane i mod 16, and lanes are added in a tree.</summary>
    public static double Dot(double* x, double* y, int count)
    {
        var (low, high) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var i = 0;
        for (; i <= count - 2 * Width; i += 2 * Width)
        {
            low += Vector512.Load(x + i) * Vector512.Load(y + i);
            high += Vector512.Load(x + i + Width) * Vector512.Load(y + i + Width);
        }

        var lanes = stackalloc double[2 * Width];
        low.Store(lanes);
        high.Store(lanes + Width);
        for (var lane = 0; i < count; i++, lane++)
            lanes[lane] += x[i] * y[i];
        for (var half = Width; half > 0; half /= 2)
        {
            for (var lane = 0; lane < half; lane++)
                lanes[lane] += lanes[lane + half];
        }

        return lanes[0];
    }

    /// <summary>y ← y + factor·x.</summary>
    public static void AddScaled(double* y, double factor, double* x, int count)
    {
        var factors = Vector512.Create(factor);
        var i = 0;
        for (; i <= count - Width; i += Width)
            (Vector512.Load(y + i) + factors * Vector512.Load(x + i)).Store(y + i);
        for (; i < count; i++)
            y[i] += factor * x[i];
    }

    /// <summary>y ← y − (a·v + b·w).</summary>
    public static void SubtractScaledPair(double* y, double a, double* v, double b, double* w, int count)
    {
        var (first, second) = (Vector512.Create(a), Vector512.Create(b));
        var i = 0;
        for (; i <= count - Width; i += Width)
        {
            var sum = first * Vector512.Load(v + i) + second * Vector512.Load(w + i);
            (Vector512.Load(y + i) - sum).Store(y + i);
        }

        for (; i < count; i++)
            y[i] -= a * v[i] + b * w[i];
    }

    /// <summary>(x, y) ← (c·x − s·y, s·x + c·y).</summary>
    public static void Rotate(double* x, double* y, double c, double s, int count)
    {
        var (cosine, sine) = (Vector512.Create(c), Vector512.Create(s));
        var i = 0;
        for (; i <= count - Width; i += Width)
        {
            var (a, b) = (Vector512.Load(x + i), Vector512.Load(y + i));
            (cosine * a - sine * b).Store(x + i);
            (sine * a + cosine * b).Store(y + i);
        }

        for (; i < count; i++)
        {
            var (a, b) = (x[i], y[i]);
            x[i] = c * a - s * b;
            y[i] = s * a + c * b;
        }
    }

    /// <summary>x ← factor·x.</summary>
    public static void Scale(double* x, double factor, int count)
    {
        var factors = Vector512.Create(factor);
        var i = 0;
        for (; i <= count - Width; i += Width)
            (factors * Vector512.Load(x + i)).Store(x + i);
        for (; i < count; i++)
            x[i] *= factor;
    }
}
