using FusedOptim.Testing;

namespace FusedOptim.Tests.References;

/// <summary>
/// The parameter that a recording starts from and its gradients, which depend on the step and the element alone.
/// </summary>
/// <remarks>
/// They are those of tests/recordings/record_pytorch.py: parameter[i] = unit(i) and gradient[t][i] = unit(t·count + i)·2^−(i mod 8)
/// with steps t from 1, where unit(n) is the n-th output of SplitMix64 as a multiple of 2⁻²³. All are exact in single precision.
/// </remarks>
internal sealed class RecordedInputs
{
    private readonly double[][] _rows;

    public RecordedInputs(ulong seed, int count, int steps)
    {
        var generator = new BitGenerator(seed);
        _rows = new double[steps + 1][];
        for (var step = 0; step <= steps; step++)
        {
            var row = _rows[step] = new double[count];
            for (var i = 0; i < count; i++)
                row[i] = step == 0 ? generator.NextUnit() : generator.NextUnit() / (1 << i % 8);
        }
    }

    /// <summary>A copy of the parameter before the first step.</summary>
    public double[] Parameter => [.. _rows[0]];

    /// <summary>A copy of the gradient of a step, counted from 1.</summary>
    public double[] Gradient(int step) => [.. _rows[step]];
}
