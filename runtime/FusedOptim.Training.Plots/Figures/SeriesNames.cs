namespace FusedOptim.Training.Plots;

/// <summary>The names that a legend has.</summary>
internal static class SeriesNames
{
    /// <summary>Throws unless there are names, none is empty, and all differ.</summary>
    /// <param name="names">The names.</param>
    /// <param name="thing">The thing that has a name.</param>
    /// <param name="argument">The argument.</param>
    public static void Check(IEnumerable<string> names, string thing, string argument)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (string.IsNullOrWhiteSpace(name))
                throw new ArgumentException($"The name of a {thing} is empty; a legend needs a name.", argument);
            if (!seen.Add(name))
                throw new ArgumentException($"Two {thing}s have the name '{name}'; names must differ.", argument);
        }

        if (seen.Count == 0)
            throw new ArgumentException($"There is no {thing}; there must be at least one.", argument);
    }
}
