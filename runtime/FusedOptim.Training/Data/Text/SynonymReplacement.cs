using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Data.Text;

/// <summary>
/// Replaces words by synonyms: n random words of those that have any, each by a random one of its own (J. Wei and K. Zou,
/// "EDA: easy data augmentation techniques for boosting performance on text classification tasks", 2019). n is the whole
/// part of share · words, at least 1; fewer have synonyms, fewer are replaced.
/// </summary>
public sealed record SynonymReplacement : SynonymAugmentation
{
    /// <summary>A random change of words.</summary>
    /// <param name="lexicon">The synonyms. Words that must stay, such as "not", have none in it.</param>
    /// <param name="share">The share of the words to replace; from 0, which replaces none, to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of range.</exception>
    public SynonymReplacement(SynonymLexicon lexicon, double share = 0.1)
        : base(lexicon, share)
    {
    }

    /// <inheritdoc/>
    public override void Apply(List<string> text, ref RandomSequence random)
    {
        int[] places = [.. Enumerable.Range(0, text.Count).Where(place => Lexicon.GetSynonyms(text[place]).Length > 0)];
        random.Shuffle<int>(places);
        foreach (var place in places.Take(CountChanges(Share, text.Count)))
            text[place] = DrawSynonym(text[place], ref random);
    }
}
