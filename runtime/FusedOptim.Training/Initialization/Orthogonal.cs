using System.Runtime.Intrinsics;
using FusedOptim.Guards;
using FusedOptim.Training.Numerics;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Initialization;

/// <summary>
/// A random orthogonal matrix, times a gain: W·Wᵀ = gain²·I where there are no more outputs than inputs, Wᵀ·W = gain²·I
/// otherwise, so that a deep linear network keeps the norms of signals and derivatives (Saxe, McClelland and Ganguli, "Exact
/// solutions to the nonlinear dynamics of learning in deep linear neural networks", 2014).
/// </summary>
/// <remarks>
/// A matrix of normal deviates is orthonormalized by Gram and Schmidt, each vector twice, so that it is orthogonal to the
/// last digits. This is its QR decomposition with a positive diagonal of R, whose Q is distributed uniformly over all
/// orthogonal matrices (Mezzadri, "How to generate random matrices from the classical compact groups", 2007). In double, in
/// one order: the same bits on every machine.
/// </remarks>
public sealed record Orthogonal : Initializer
{
    /// <summary>An initializer.</summary>
    /// <param name="gain">The factor of the matrix: positive and finite; √2 for ReLU.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    public Orthogonal(double gain = 1)
    {
        Guard.CheckPositive(gain);
        Gain = gain;
    }

    /// <summary>The factor of the matrix.</summary>
    public double Gain { get; }

    /// <summary>Fills a matrix of fan-out × fan-in.</summary>
    /// <exception cref="ArgumentException">There are not fan-out · fan-in values.</exception>
    /// <inheritdoc/>
    public override void Fill<T>(Span<T> values, int fanIn, int fanOut, RandomStream random)
    {
        if (values.Length != (long)fanIn * fanOut)
        {
            throw new ArgumentException(
                Invariant($"An orthogonal matrix of {fanOut} × {fanIn} has {(long)fanIn * fanOut} values; the parameter has ") +
                $"{values.Length}. Orthogonal is for matrices of outputs × inputs.", nameof(values));
        }

        var (count, length) = (Math.Min(fanIn, fanOut), Math.Max(fanIn, fanOut));
        var stride = DoubleLanes.VectorCount(length);
        var vectors = new Vector256<double>[count * stride];
        // The vectors are the rows of a wide matrix, and the columns of a tall one.
        var (vectorStride, elementStride) = fanOut <= fanIn ? (fanIn, 1) : (1, fanIn);
        for (var i = 0; i < count; i++)
        {
            var vector = vectors.AsSpan(i * stride, stride);
            var elements = DoubleLanes.Values(vector);
            for (var k = 0; k < length; k++)
                elements[k] = random.GetNormal((long)i * length + k);
            Orthonormalize(vectors.AsSpan(0, i * stride), vector);
            for (var k = 0; k < length; k++)
                values[i * vectorStride + k * elementStride] = T.CreateTruncating(Gain * elements[k]);
        }
    }

    private static void Orthonormalize(ReadOnlySpan<Vector256<double>> previous, Span<Vector256<double>> vector)
    {
        for (var round = 0; round < 2; round++)
        {
            for (var rest = previous; !rest.IsEmpty; rest = rest[vector.Length..])
            {
                var other = rest[..vector.Length];
                var component = Vector256.Create(DoubleLanes.Dot(other, vector));
                for (var k = 0; k < other.Length; k++)
                    vector[k] -= component * other[k];
            }
        }

        var norm = Math.Sqrt(DoubleLanes.Dot(vector, vector));
        foreach (ref var elements in vector)
            elements /= norm;
    }
}
