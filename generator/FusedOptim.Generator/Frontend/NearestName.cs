namespace FusedOptim.Generator.Frontend;

/// <summary>Which of the known names a mistaken one was probably meant to be.</summary>
internal static class NearestName
{
    /// <summary>What papers and other libraries call it.</summary>
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["g"] = "gradient",
        ["dw"] = "gradient",
        ["derivative"] = "gradient",
        ["p"] = "parameter",
        ["theta"] = "parameter",
        ["w"] = "parameter",
        ["weight"] = "parameter",
        ["x"] = "parameter",
        ["t"] = "step",
        ["iteration"] = "step",
        ["time"] = "step",
        ["n"] = "count",
        ["length"] = "count",
        ["size"] = "count",
        ["lr"] = "LearningRate",
        ["eta"] = "LearningRate",
        ["rate"] = "LearningRate",
        ["eps"] = "Epsilon",
    };

    /// <summary>The nearest of the known names; null where none is near.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        var plain = Plain(name);
        var candidates = known.ToList();
        if (candidates.FirstOrDefault(candidate => Plain(candidate) == plain) is { } same)
            return same;
        if (Synonyms.TryGetValue(name, out var synonym) && candidates.Contains(synonym))
            return synonym;
        if (plain.Length >= 3 && candidates.FirstOrDefault(candidate => Plain(candidate).StartsWith(plain, StringComparison.Ordinal)) is { } longer)
            return longer;
        return candidates
            .Select(candidate => (candidate, distance: Distance(plain, Plain(candidate))))
            .Where(pair => pair.distance <= Math.Min(2, plain.Length / 3))
            .OrderBy(static pair => pair.distance)
            .Select(static pair => pair.candidate)
            .FirstOrDefault();
    }

    private static string Plain(string name) => name.Replace("_", "").ToLowerInvariant();

    /// <summary>How many letters have to be put in, left out, replaced or exchanged with their neighbour.</summary>
    private static int Distance(string a, string b)
    {
        var distances = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distances[i, j] = i + j;
                    continue;
                }

                var replaced = distances[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                var nearest = Math.Min(replaced, Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    nearest = Math.Min(nearest, distances[i - 2, j - 2] + 1);
                distances[i, j] = nearest;
            }
        }

        return distances[a.Length, b.Length];
    }
}
