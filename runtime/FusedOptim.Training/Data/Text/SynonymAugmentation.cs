using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Data.Text;

/// <summary>A change of some words by synonyms, as many as a share of all words says.</summary>
public abstract record SynonymAugmentation : TextAugmentation
{
    private protected SynonymAugmentation(SynonymLexicon lexicon, double share)
    {
        ArgumentNullException.ThrowIfNull(lexicon);
        Lexicon = lexicon;
        Share = CheckShare(share);
    }

    /// <summary>The synonyms.</summary>
    public SynonymLexicon Lexicon { get; }

    /// <summary>How many words, as a share of all.</summary>
    public double Share { get; }

    /// <summary>A random synonym of a word that has one.</summary>
    private protected string DrawSynonym(string word, ref RandomSequence random)
    {
        var synonyms = Lexicon.GetSynonyms(word);
        return synonyms[random.NextInteger(synonyms.Length)];
    }
}
