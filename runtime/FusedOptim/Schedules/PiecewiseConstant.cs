using FusedOptim.Guards;

namespace FusedOptim.Schedules;

/// <summary>
/// One value after another: the first for the steps up to the first boundary, the last after the last boundary. With values
/// that fall by a factor, PyTorch's MultiStepLR, whose milestones are the boundaries.
/// </summary>
public sealed record PiecewiseConstant : Schedule
{
    private readonly int[] _boundaries;
    private readonly double[] _values;

    /// <summary>A schedule.</summary>
    /// <param name="boundaries">The last step of each value but the last; each at least 1 and above the one before.</param>
    /// <param name="values">The values, one more than boundaries; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A boundary or value is out of range.</exception>
    /// <exception cref="ArgumentException">There is not one more value than boundaries.</exception>
    public PiecewiseConstant(ReadOnlySpan<int> boundaries, ReadOnlySpan<double> values)
    {
        if (values.Length != boundaries.Length + 1)
        {
            throw new ArgumentException(
                $"There are {values.Length} values and {boundaries.Length} boundaries; there must be one more value than "
                + "boundaries.", nameof(values));
        }

        for (var i = 0; i < boundaries.Length; i++)
        {
            var least = i == 0 ? 1 : boundaries[i - 1] + 1L;
            Guard.Check(boundaries[i] >= least, boundaries[i], Invariant($"at least {least}"), Invariant($"boundaries[{i}]"));
        }

        for (var i = 0; i < values.Length; i++)
            Guard.CheckFinite(values[i], Invariant($"values[{i}]"));
        (_boundaries, _values) = (boundaries.ToArray(), values.ToArray());
    }

    /// <summary>The last step of each value but the last.</summary>
    public ReadOnlySpan<int> Boundaries => _boundaries;

    /// <summary>The values.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Whether boundaries and values are the same.</summary>
    /// <param name="other">Another schedule.</param>
    public bool Equals(PiecewiseConstant? other) =>
        other is not null && Boundaries.SequenceEqual(other.Boundaries) && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var boundary in _boundaries)
            hash.Add(boundary);
        foreach (var value in _values)
            hash.Add(value);
        return hash.ToHashCode();
    }

    /// <summary>Values and boundaries in turn, such as "PiecewiseConstant { 0.1 to 100, 0.01 }".</summary>
    public override string ToString()
    {
        var pieces = _values.Select((value, i) => i < _boundaries.Length
            ? Invariant($"{value} to {_boundaries[i]}")
            : Invariant($"{value}"));
        return $"{nameof(PiecewiseConstant)} {{ {string.Join(", ", pieces)} }}";
    }

    /// <inheritdoc/>
    protected override double After(int elapsed)
    {
        var piece = 0;
        while (piece < _boundaries.Length && elapsed >= _boundaries[piece])
            piece++;
        return _values[piece];
    }
}
