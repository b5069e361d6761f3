using FusedOptim.Guards;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Initialization;

/// <summary>The same value everywhere.</summary>
public sealed record Constant : Initializer
{
    /// <summary>An initializer.</summary>
    /// <param name="value">The value; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public Constant(double value)
    {
        Guard.CheckFinite(value);
        Value = value;
    }

    /// <summary>The value.</summary>
    public double Value { get; }

    /// <inheritdoc/>
    public override void Fill<T>(Span<T> values, int fanIn, int fanOut, RandomStream random) =>
        values.Fill(T.CreateTruncating(Value));
}
