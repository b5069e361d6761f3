namespace FusedOptim.Training.Data.Text;

/// <summary>
/// Which words may stand for which. Words are found without regard to case, and are given as they were put in. A word that
/// is its own synonym is left out.
/// </summary>
public sealed class SynonymLexicon
{
    private readonly Dictionary<string, string[]> _synonyms = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A lexicon of words and what may stand for each. The other direction is not implied.</summary>
    /// <param name="synonyms">For each word its synonyms, in the order that random choices count them in.</param>
    /// <exception cref="ArgumentException">A word or synonym is empty or white space, or two words differ by case
    /// alone.</exception>
    public SynonymLexicon(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> synonyms)
    {
        ArgumentNullException.ThrowIfNull(synonyms);
        foreach (var (word, others) in synonyms)
        {
            CheckWord(word, nameof(synonyms));
            ArgumentNullException.ThrowIfNull(others, nameof(synonyms));
            foreach (var other in others)
                CheckWord(other, nameof(synonyms));
            string[] proper = [.. others.Where(other => !AreEqual(other, word)).Distinct()];
            if (!_synonyms.TryAdd(word, proper))
            {
                throw new ArgumentException(
                    $"The word '{word}' is there already; words must differ by more than case.", nameof(synonyms));
            }
        }
    }

    /// <summary>The number of words.</summary>
    public int Count => _synonyms.Count;

    /// <summary>A lexicon of groups of words, each of which may stand for the others of its groups.</summary>
    /// <param name="groups">The groups.</param>
    /// <exception cref="ArgumentException">A word is empty or white space.</exception>
    public static SynonymLexicon FromGroups(IEnumerable<IReadOnlyList<string>> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var synonyms = new OrderedDictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var group in groups)
        {
            foreach (var word in group)
            {
                CheckWord(word, nameof(groups));
                synonyms[word] = [.. synonyms.GetValueOrDefault(word, []), .. group];
            }
        }

        return new SynonymLexicon(synonyms);
    }

    /// <summary>What may stand for a word; none if the lexicon does not have it.</summary>
    /// <param name="word">The word.</param>
    public ReadOnlySpan<string> GetSynonyms(string word) => _synonyms.GetValueOrDefault(word, []);

    private static bool AreEqual(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    private static void CheckWord(string word, string name)
    {
        if (string.IsNullOrWhiteSpace(word))
            throw new ArgumentException($"A word of the lexicon is '{word}'; it must not be empty.", name);
    }
}
