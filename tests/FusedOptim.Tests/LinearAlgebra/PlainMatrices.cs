using System.Numerics;
using FusedOptim.Execution;

namespace FusedOptim.Tests.LinearAlgebra;

/// <summary>Matrices in plain loops, to compare with.</summary>
internal static class PlainMatrices
{
    /// <summary>The targets that compute products.</summary>
    public static IEnumerable<KernelTarget> Targets =>
        KernelTargets.Supported.Where(target => target >= KernelTarget.Scalar);

    /// <summary>Numbers from −1 to 1.</summary>
    public static T[] Values<T>(int count, int seed)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var random = new System.Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating((random.NextDouble() * 2) - 1))];
    }

    /// <summary>A·B, summed over the depth in order by fused multiply-add.</summary>
    public static T[] Multiply<T>(T[] a, T[] b, int rows, int columns, int depth)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var result = new T[rows * columns];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var sum = T.Zero;
                for (var k = 0; k < depth; k++)
                    sum = T.FusedMultiplyAdd(a[(i * depth) + k], b[(k * columns) + j], sum);
                result[(i * columns) + j] = sum;
            }
        }

        return result;
    }

    public static T[] Transpose<T>(T[] a, int rows, int columns)
    {
        var result = new T[a.Length];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                result[(j * rows) + i] = a[(i * columns) + j];
        }

        return result;
    }

    /// <summary>Orthonormal columns, rows × columns.</summary>
    public static double[] Orthonormal(int rows, int columns, int seed)
    {
        var vectors = Enumerable.Range(0, columns).SelectMany(j => Values<double>(rows, (seed * 1000) + j)).ToArray();
        return OrthonormalColumns(Transpose(vectors, columns, rows), rows, columns);
    }

    /// <summary>The columns of a matrix made orthonormal from left to right, by Gram and Schmidt, twice. A unit vector takes the place of a
    /// column that depends on those before it.</summary>
    public static double[] OrthonormalColumns(double[] a, int rows, int columns)
    {
        var result = new List<double[]>();
        foreach (var column in Transpose(a, rows, columns).Chunk(rows))
        {
            var candidates = Identity(rows).Chunk(rows).Prepend(column);
            result.Add(candidates.Select(Orthogonalized).First(vector => vector.Length > 0));
        }

        return Transpose([.. result.SelectMany(vector => vector)], columns, rows);

        double[] Orthogonalized(double[] column)
        {
            double[] vector = [.. column];
            foreach (var other in result.Concat(result))
            {
                var dot = vector.Zip(other, (x, y) => x * y).Sum();
                for (var i = 0; i < rows; i++)
                    vector[i] -= dot * other[i];
            }

            var norm = Norm(vector);
            return norm > 1e-13 * Norm(column) ? [.. vector.Select(x => x / norm)] : [];
        }
    }

    /// <summary>The root of the sum of squares.</summary>
    public static double Norm(double[] values) => Math.Sqrt(values.Sum(x => x * x));

    /// <summary>U·diag(values)·Vᵀ.</summary>
    public static double[] Compose(double[] u, double[] values, double[] v, int rows, int columns)
    {
        var scaled = u.Select((x, i) => x * values[i % values.Length]).ToArray();
        return Multiply(scaled, Transpose(v, columns, values.Length), rows, columns, values.Length);
    }

    /// <summary>The largest |a − b|.</summary>
    public static double Distance<T>(IReadOnlyList<T> a, IReadOnlyList<T> b)
        where T : IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(a.Count, b.Count);
        var largest = 0.0;
        for (var i = 0; i < a.Count; i++)
            largest = Math.Max(largest, double.CreateTruncating(T.Abs(a[i] - b[i])));
        return largest;
    }

    public static double[] Identity(int size)
    {
        var result = new double[size * size];
        for (var i = 0; i < size; i++)
            result[(i * size) + i] = 1;
        return result;
    }

    /// <summary>The largest |QᵀQ − I|, in double.</summary>
    public static double DistanceFromOrthonormal<T>(T[] q, int rows, int columns)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var wide = ToDouble(q);
        return Distance(
            Multiply(Transpose(wide, rows, columns), wide, columns, columns, rows), Identity(columns));
    }

    public static double[] ToDouble<T>(T[] values)
        where T : IBinaryFloatingPointIeee754<T> => [.. values.Select(value => double.CreateTruncating(value))];

    public static T[] From<T>(double[] values)
        where T : IBinaryFloatingPointIeee754<T> => [.. values.Select(T.CreateTruncating)];

    /// <summary>Asserts the same bits, but for those of NaN.</summary>
    public static void AssertSameBits<T>(T[] expected, T[] actual)
        where T : IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            // Equals has NaN equal NaN; the sign of a zero counts.
            var isSame = expected[i].Equals(actual[i]) &&
                (T.IsNaN(expected[i]) || T.IsNegative(expected[i]) == T.IsNegative(actual[i]));
            Assert.True(isSame, $"Element {i} of {expected.Length} is {actual[i]}, not {expected[i]}.");
        }
    }
}
