using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Data.Text;

/// <summary>
/// Inserts synonyms: n times, a random synonym of a random word of those that have any, at a random place (Wei and Zou,
/// "EDA", 2019). n is the whole part of share · words, at least 1. A text without a word that has synonyms stays as it is.
/// </summary>
public sealed record RandomInsertion : SynonymAugmentation
{
    /// <summary>A random change of words.</summary>
    /// <param name="lexicon">The synonyms.</param>
    /// <param name="share">How many to insert, as a share of the words; from 0, which inserts none, to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of range.</exception>
    public RandomInsertion(SynonymLexicon lexicon, double share = 0.1)
        : base(lexicon, share)
    {
    }

    /// <inheritdoc/>
    public override void Apply(List<string> text, ref RandomSequence random)
    {
        // The words of the text alone, not what has been inserted: that may have synonyms of another meaning.
        string[] words = [.. text.Where(word => Lexicon.GetSynonyms(word).Length > 0)];
        if (words.Length == 0)
            return;
        for (var count = CountChanges(Share, text.Count); count > 0; count--)
        {
            var synonym = DrawSynonym(words[random.NextInteger(words.Length)], ref random);
            text.Insert(random.NextInteger(text.Count + 1), synonym);
        }
    }
}
