using System.Numerics;
using FusedOptim.Guards;

namespace FusedOptim.Training.Numerics;

/// <summary>
/// The exponentially weighted average of a series: v ← βv + (1 − β)x from v = 0. Corrected for its start at 0 it is v/(1 − βᵗ) after t
/// values, so that the first average is the first value (D. P. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015,
/// section 3).
/// </summary>
/// <remarks>A value has the weight (1 − β)·βᵏ after k others: the average remembers about 1/(1 − β) values, 10 for β = 0.9. NaN and
/// infinity stay in the average. The same bits on every machine.</remarks>
public sealed class ExponentialMovingAverage
{
    private double _average;
    // βᵗ.
    private double _power = 1;

    /// <summary>Initializes an average of no values.</summary>
    /// <param name="beta">β, the share that is kept per value: at least 0 and below 1.</param>
    /// <param name="isCorrected">Whether the average is corrected for its start at 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">β is out of range.</exception>
    public ExponentialMovingAverage(double beta = 0.9, bool isCorrected = true)
    {
        Guard.Check(beta is >= 0 and < 1, beta, "at least 0 and below 1");
        (Beta, IsCorrected) = (beta, isCorrected);
    }

    /// <summary>The share that is kept per value: β.</summary>
    public double Beta { get; }

    /// <summary>Whether the average is corrected for its start at 0.</summary>
    public bool IsCorrected { get; }

    /// <summary>The number of values so far: t.</summary>
    public long Count { get; private set; }

    /// <summary>The number of values that the average remembers, roughly: 1/(1 − β).</summary>
    public double MemoryLength => 1 / (1 - Beta);

    /// <summary>The average; 0 before the first value.</summary>
    public double Value => IsCorrected && Count > 0 ? _average / (1 - _power) : _average;

    /// <summary>Takes the next value of the series.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The average with it: <see cref="Value"/>.</returns>
    public double Add(double value)
    {
        _average = Beta * _average + (1 - Beta) * value;
        _power *= Beta;
        Count++;
        return Value;
    }

    /// <summary>Computes the average after each value of a series, such as the losses of batches.</summary>
    /// <param name="series">The series, first to last.</param>
    /// <param name="beta">β, the share that is kept per value: at least 0 and below 1.</param>
    /// <param name="isCorrected">Whether averages are corrected for their start at 0.</param>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <returns>As many averages as values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">β is out of range.</exception>
    public static double[] Of<T>(IEnumerable<T> series, double beta = 0.9, bool isCorrected = true)
        where T : INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(series);
        var average = new ExponentialMovingAverage(beta, isCorrected);
        return [.. series.Select(value => average.Add(double.CreateChecked(value)))];
    }
}
