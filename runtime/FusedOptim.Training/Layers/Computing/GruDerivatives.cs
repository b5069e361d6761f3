using System.Numerics;
using System.Runtime.InteropServices;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>The derivatives of one position of one example by the sums that its gates are functions of.</summary>
internal static class GruDerivatives
{
    /// <summary>Goes back from h to the gates. With g = gradient + carry, the derivative by h:
    /// <code>
    /// n: a = g·(1 − z)·(1 − n²)            of the inputs, and a·r of the recurrent sum c
    /// r: a·c·r·(1 − r)                     of both
    /// z: g·(previous − n)·z·(1 − z)        of both
    /// carry ← g·z
    /// </code></summary>
    /// <param name="gates">r, z and n.</param>
    /// <param name="recurrentCandidate">c: what r is multiplied by.</param>
    /// <param name="previous">The previous h.</param>
    /// <param name="gradient">The derivatives by h that come from the next layer.</param>
    /// <param name="carry">Those that come from the next position; receives the ones that z hands on to the previous h.</param>
    /// <param name="inputGradients">Receives the derivatives by what the inputs add, in the order of the gates.</param>
    /// <param name="recurrentGradients">Receives the derivatives by what h adds, in the order of the gates.</param>
    public static void Compute<T>(
        ReadOnlySpan<T> gates, ReadOnlySpan<T> recurrentCandidate, ReadOnlySpan<T> previous, ReadOnlySpan<T> gradient, Span<T> carry,
        Span<T> inputGradients, Span<T> recurrentGradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var units = carry.Length;
        var reset = gates[..units];
        var update = gates.Slice(units, units);
        var candidate = gates.Slice(2 * units, units);
        var resetGradient = inputGradients[..units];
        var updateGradient = inputGradients.Slice(units, units);
        var candidateGradient = inputGradients.Slice(2 * units, units);
        var recurrentCandidateGradient = recurrentGradients.Slice(2 * units, units);
        var i = 0;
        for (; i <= units - Vector<T>.Count; i += Vector<T>.Count)
        {
            var (r, z, n) = (Load(reset, i), Load(update, i), Load(candidate, i));
            var g = Load(gradient, i) + Load<T>(carry, i);
            var a = g * (Vector<T>.One - z) * (Vector<T>.One - n * n);
            (a * Load(recurrentCandidate, i) * r * (Vector<T>.One - r)).CopyTo(resetGradient[i..]);
            (g * (Load(previous, i) - n) * z * (Vector<T>.One - z)).CopyTo(updateGradient[i..]);
            a.CopyTo(candidateGradient[i..]);
            (a * r).CopyTo(recurrentCandidateGradient[i..]);
            (g * z).CopyTo(carry[i..]);
        }

        for (; i < units; i++)
        {
            var (r, z, n) = (reset[i], update[i], candidate[i]);
            var g = gradient[i] + carry[i];
            var a = g * (T.One - z) * (T.One - n * n);
            resetGradient[i] = a * recurrentCandidate[i] * r * (T.One - r);
            updateGradient[i] = g * (previous[i] - n) * z * (T.One - z);
            candidateGradient[i] = a;
            recurrentCandidateGradient[i] = a * r;
            carry[i] = g * z;
        }

        inputGradients[..(2 * units)].CopyTo(recurrentGradients);
    }

    private static Vector<T> Load<T>(ReadOnlySpan<T> values, int index)
        where T : unmanaged =>
        Vector.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)index);
}
