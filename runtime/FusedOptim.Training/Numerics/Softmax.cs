using System.Numerics;

namespace FusedOptim.Training.Numerics;

/// <summary>Probabilities of classes: p_j = e^z_j / Σ e^z_k.</summary>
internal static class Softmax
{
    /// <summary>Computes the probabilities of one example in double, in order: the same bits on every machine. A single output of
    /// +∞ has the probability 1. All are NaN where the outputs do not tell the class (<see cref="LargestOutput"/>).</summary>
    /// <param name="outputs">The outputs z.</param>
    /// <param name="probabilities">Receives p.</param>
    public static void Compute<T>(ReadOnlySpan<T> outputs, Span<double> probabilities)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var largest = LargestOutput.IndexOf(outputs);
        if (largest == LargestOutput.None)
        {
            probabilities.Fill(double.NaN);
            return;
        }

        var maximum = double.CreateTruncating(outputs[largest]);
        if (double.IsInfinity(maximum))
        {
            probabilities.Clear();
            probabilities[largest] = 1;
            return;
        }

        var sum = 0.0;
        for (var j = 0; j < outputs.Length; j++)
        {
            probabilities[j] = Elementwise.Exp(double.CreateTruncating(outputs[j]) - maximum);
            sum += probabilities[j];
        }

        foreach (ref var probability in probabilities)
            probability /= sum;
    }
}
