using FusedOptim.Training.Data.Text;

namespace FusedOptim.Training.Tests;

public class SynonymLexiconTests
{
    [Fact]
    public void FindsSynonymsWithoutRegardToCase()
    {
        var lexicon = new SynonymLexicon(
            [new("Big", ["large", "BIG", "huge", "large"]), new("small", [])]);
        Assert.Equal(["large", "huge"], lexicon.GetSynonyms("bIG").ToArray());
        Assert.Empty(lexicon.GetSynonyms("large").ToArray());
        Assert.Empty(lexicon.GetSynonyms("small").ToArray());
        Assert.Equal(2, lexicon.Count);
    }

    [Fact]
    public void WordsOfAGroupStandForEachOther()
    {
        var lexicon = SynonymLexicon.FromGroups([["bank", "shore"], ["bank", "lender"], ["alone"]]);
        Assert.Equal(["shore", "lender"], lexicon.GetSynonyms("bank").ToArray());
        Assert.Equal(["bank"], lexicon.GetSynonyms("shore").ToArray());
        Assert.Empty(lexicon.GetSynonyms("alone").ToArray());
    }

    [Fact]
    public void RefusesWordsThatAreNone()
    {
        Assert.Throws<ArgumentException>(() => new SynonymLexicon([new("", ["a"])]));
        Assert.Throws<ArgumentException>(() => new SynonymLexicon([new("a", [" "])]));
        Assert.Throws<ArgumentException>(() => SynonymLexicon.FromGroups([["a", ""]]));
        var error = Assert.Throws<ArgumentException>(() => new SynonymLexicon([new("a", ["b"]), new("A", ["c"])]));
        Assert.StartsWith("The word 'A' is there already", error.Message);
    }
}
