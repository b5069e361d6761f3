using FusedOptim.Training.Collections;
using FusedOptim.Training.Numerics;

namespace FusedOptim.Training.Ensembles;

/// <summary>The mean and the spread of predictions that were sampled several times.</summary>
public sealed class SampledPredictions
{
    private readonly ValueList<float> _mean;
    private readonly ValueList<float> _deviation;

    internal SampledPredictions(int outputSize, int passes, float[] mean, float[] deviation)
    {
        (OutputSize, Passes) = (outputSize, passes);
        (_mean, _deviation) = (new ValueList<float>(mean), new ValueList<float>(deviation));
    }

    /// <summary>Gets the number of examples.</summary>
    public int Count => _mean.Count / OutputSize;

    /// <summary>Gets the number of values of an example.</summary>
    public int OutputSize { get; }

    /// <summary>Gets the number of passes.</summary>
    public int Passes { get; }

    /// <summary>Gets the means over the passes: examples × values, row by row.</summary>
    public IReadOnlyList<float> Mean => _mean;

    /// <summary>Gets the standard deviations over the passes, with the divisor passes − 1: examples × values, row by row.</summary>
    public IReadOnlyList<float> Deviation => _deviation;

    /// <summary>Gets the class of each example: the one with the largest mean, of equals the first; −1 where a mean is NaN.</summary>
    public int[] Classify()
    {
        var classes = new int[Count];
        for (var i = 0; i < classes.Length; i++)
            classes[i] = LargestOutput.IndexOf(_mean.AsSpan().Slice(i * OutputSize, OutputSize));
        return classes;
    }
}
