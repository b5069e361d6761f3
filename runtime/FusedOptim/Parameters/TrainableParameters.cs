namespace FusedOptim;

/// <summary>The parameters of a set that are not frozen, and the places of their gradients.</summary>
internal sealed class TrainableParameters
{
    /// <summary>Selects the parameters of a set that is laid out.</summary>
    /// <param name="parameters">The parameters of the set, in the order in which they were added.</param>
    public TrainableParameters(IReadOnlyList<Parameter> parameters)
    {
        Parameters = [.. parameters.Where(parameter => !parameter.IsFrozen)];
        var ranges = new List<(nint Start, nint Count)>();
        foreach (var parameter in Parameters.OrderBy(parameter => parameter.Offset))
        {
            if (ranges is [.., var last] && last.Start + last.Count == parameter.Offset)
                ranges[^1] = last with { Count = last.Count + parameter.PaddedCount };
            else
                ranges.Add((parameter.Offset, parameter.PaddedCount));
        }

        Ranges = [.. ranges];
        ElementCount = (nint)ranges.Sum(range => (long)range.Count);
    }

    /// <summary>The parameters, in the order in which they were added to the set.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Their places in the slabs, in order, padding included: adjacent parameters share one range.</summary>
    public (nint Start, nint Count)[] Ranges { get; }

    /// <summary>The number of elements of all ranges.</summary>
    public nint ElementCount { get; }
}
