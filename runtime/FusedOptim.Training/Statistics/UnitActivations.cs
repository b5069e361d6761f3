namespace FusedOptim.Training.Statistics;

/// <summary>The activations of a layer, examples × units.</summary>
/// <param name="values">The activations, example by example.</param>
/// <param name="unitCount">The number of units.</param>
internal readonly ref struct UnitActivations(ReadOnlySpan<float> values, int unitCount)
{
    private readonly ReadOnlySpan<float> _values = values;

    /// <summary>The number of units that give 0 for every example.</summary>
    public int CountDead()
    {
        var count = 0;
        for (var unit = 0; unit < unitCount; unit++)
        {
            if (IsDead(unit))
                count++;
        }

        return count;
    }

    /// <summary>The number of units that give for every example what a unit before them gives. Dead units are left out, and units that are
    /// saturated for every example: they are equal whatever their weights are.</summary>
    /// <param name="bounds">The bounds of the function, if it has some.</param>
    /// <param name="tolerance">The part of the distance of the bounds within which an activation is saturated.</param>
    /// <param name="hashes">Memory for a value for each unit.</param>
    /// <param name="units">Memory for a value for each unit.</param>
    public int CountEqual((double Lower, double Upper)? bounds, double tolerance, Span<ulong> hashes, Span<int> units)
    {
        hashes = hashes[..unitCount];
        units = units[..unitCount];
        hashes.Fill(14695981039346656037);
        for (var start = 0; start < _values.Length; start += unitCount)
        {
            // 0 and −0 are equal.
            for (var unit = 0; unit < unitCount; unit++)
                hashes[unit] = (hashes[unit] ^ BitConverter.SingleToUInt32Bits(_values[start + unit] + 0f)) * 1099511628211;
        }

        for (var unit = 0; unit < unitCount; unit++)
            units[unit] = unit;
        hashes.Sort(units);
        var (count, first) = (0, 0);
        for (var i = 1; i < unitCount; i++)
        {
            if (hashes[i] != hashes[first] || !AreEqual(units[i], units[first]))
                first = i;
            else if (!IsDead(units[i]) && !(bounds is { } range && IsSaturated(units[i], range, tolerance)))
                count++;
        }

        return count;
    }

    /// <summary>The difference between units: the root of the mean over the examples of the variance over the units.</summary>
    public double GetSpread()
    {
        var sum = 0.0;
        for (var start = 0; start < _values.Length; start += unitCount)
        {
            var example = _values.Slice(start, unitCount);
            var mean = 0.0;
            foreach (var value in example)
                mean += value;
            mean /= unitCount;
            foreach (var value in example)
                sum += (value - mean) * (value - mean);
        }

        return Math.Sqrt(sum / _values.Length);
    }

    /// <summary>The share of the activations that are as good as at a bound of the function.</summary>
    /// <param name="lower">The lower bound.</param>
    /// <param name="upper">The upper bound.</param>
    /// <param name="tolerance">The part of the distance of the bounds that is as good as none.</param>
    public double GetSaturatedShare(double lower, double upper, double tolerance)
    {
        var (low, high) = GetLimits((lower, upper), tolerance);
        var count = 0;
        foreach (var value in _values)
        {
            if (value <= low || value >= high)
                count++;
        }

        return (double)count / _values.Length;
    }

    private static (double Low, double High) GetLimits((double Lower, double Upper) bounds, double tolerance)
    {
        var margin = tolerance * (bounds.Upper - bounds.Lower);
        return (bounds.Lower + margin, bounds.Upper - margin);
    }

    private bool IsSaturated(int unit, (double Lower, double Upper) bounds, double tolerance)
    {
        var (low, high) = GetLimits(bounds, tolerance);
        for (var i = unit; i < _values.Length; i += unitCount)
        {
            if (_values[i] > low && _values[i] < high)
                return false;
        }

        return true;
    }

    private bool IsDead(int unit)
    {
        for (var i = unit; i < _values.Length; i += unitCount)
        {
            if (_values[i] != 0)
                return false;
        }

        return true;
    }

    private bool AreEqual(int unit, int other)
    {
        for (var start = 0; start < _values.Length; start += unitCount)
        {
            if (_values[start + unit] != _values[start + other])
                return false;
        }

        return true;
    }
}
