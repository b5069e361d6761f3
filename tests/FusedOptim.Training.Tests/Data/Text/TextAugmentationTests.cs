using FsCheck;
using FsCheck.Fluent;
using FusedOptim.Training.Data.Text;

namespace FusedOptim.Training.Tests;

public class TextAugmentationTests
{
    private static readonly SynonymLexicon Lexicon = SynonymLexicon.FromGroups([["big", "large", "huge"], ["dog", "hound"]]);

    private static readonly string[] Sentence = ["the", "Big", "dog", "saw", "a", "cat"];

    public static TheoryData<TextAugmentation> All =>
    [
        new SynonymReplacement(Lexicon, 0.5), new RandomInsertion(Lexicon, 0.5), new RandomSwap(0.5),
        new RandomDeletion(0.5), new SentenceShuffle(), new TypingNoise(0.5),
        new BackTranslation(new Marker(), "en", ["de", "zh"]),
        TextAugmentation.Combine(new RandomSwap(0.3), new RandomDeletion(0.3), new TypingNoise(0.1)),
    ];

    public static TheoryData<TextAugmentation> Zero =>
    [
        new SynonymReplacement(Lexicon, 0), new RandomInsertion(Lexicon, 0), new RandomSwap(0),
        new RandomDeletion(0), new SentenceShuffle(0), new TypingNoise(0),
        new BackTranslation(new Marker(), "en", ["de"], 0), TextAugmentation.Combine(),
    ];

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void IsAFunctionOfSeedEpochAndRow(TextAugmentation augmentation)
    {
        string[] before = [.. Sentence];
        var results = new HashSet<string>();
        for (var i = 0; i < 60; i++)
        {
            var (seed, epoch, row) = (i / 30, i / 10 % 3, i % 10);
            var result = augmentation.Apply(Sentence, seed, epoch, row);
            Assert.Equal(result, augmentation.Apply(Sentence, seed, epoch, row));
            results.Add(string.Join(" ", result));
        }

        Assert.InRange(results.Count, 2, 60);
        Assert.Equal(before, Sentence);
    }

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void TextsWithoutWordsStayEmpty(TextAugmentation augmentation) =>
        Assert.Empty(augmentation.Apply([], 1, 0, 0));

    [Theory]
    [MemberData(nameof(Zero), DisableDiscoveryEnumeration = true)]
    public void ProbabilityZeroChangesNothing(TextAugmentation augmentation)
    {
        for (var row = 0; row < 20; row++)
            Assert.Equal(Sentence, augmentation.Apply(Sentence, 1, 0, row));
    }

    [Fact]
    public void ReplacesWordsByTheirOwnSynonyms()
    {
        var seen = new HashSet<string>();
        for (var row = 0; row < 200; row++)
        {
            var text = new SynonymReplacement(Lexicon, share: 1).Apply(Sentence, 1, 0, row);
            // "Big" is found without regard to case; words that the lexicon does not have stay.
            Assert.Equal(["the", "hound", "saw", "a", "cat"], text.Where((_, place) => place != 1));
            seen.Add(text[1]);
        }

        Assert.Equal(["huge", "large"], seen.Order());
    }

    [Theory]
    [InlineData(0.01, 1)]
    [InlineData(0.2, 2)]
    [InlineData(0.29, 2)]
    [InlineData(0.3, 3)]
    public void TheShareSaysHowManyWordsAreReplaced(double share, int expected)
    {
        string[] text = [.. Enumerable.Repeat("dog", 10)];
        Assert.Equal(expected, new SynonymReplacement(Lexicon, share).Apply(text, 1, 0, 0).Count(word => word == "hound"));
        Assert.Equal(10 + expected, new RandomInsertion(Lexicon, share).Apply(text, 1, 0, 0).Count);
    }

    [Fact]
    public void AnyPlaceIsReplacedAsOften()
    {
        string[] text = [.. Enumerable.Repeat("dog", 10)];
        var counts = new int[10];
        for (var row = 0; row < 10_000; row++)
            counts[new SynonymReplacement(Lexicon, 0.1).Apply(text, 1, 0, row).ToList().IndexOf("hound")]++;
        // Five standard deviations of 30.
        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void InsertsSynonymsAmongTheWordsAsTheyStand()
    {
        var seen = new HashSet<string>();
        var places = new HashSet<int>();
        for (var row = 0; row < 400; row++)
        {
            var text = new RandomInsertion(Lexicon, share: 0.1).Apply(Sentence, 1, 0, row).ToList();
            var place = text.FindIndex(word => word is "large" or "huge" or "hound");
            seen.Add(text[place]);
            places.Add(place);
            text.RemoveAt(place);
            Assert.Equal(Sentence, text);
        }

        Assert.Equal(["hound", "huge", "large"], seen.Order());
        Assert.Equal(Enumerable.Range(0, 7), places.Order());
    }

    [Fact]
    public void TextsWithoutWordsOfTheLexiconStay()
    {
        Assert.Equal(["saw", "a"], new RandomInsertion(Lexicon, 1).Apply(["saw", "a"], 1, 0, 0));
        Assert.Equal(["saw", "a"], new SynonymReplacement(Lexicon, 1).Apply(["saw", "a"], 1, 0, 0));
    }

    [Fact]
    public void SwapsTwoDifferentPlacesAnyTwoAsOften()
    {
        var counts = new Dictionary<string, int>();
        for (var row = 0; row < 6000; row++)
        {
            var text = string.Concat(new RandomSwap(0.1).Apply(["a", "b", "c"], 1, 0, row));
            counts[text] = counts.GetValueOrDefault(text) + 1;
        }

        Assert.Equal(["acb", "bac", "cba"], counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 2000 - 185, 2000 + 185));
        Assert.Equal(["b", "a"], new RandomSwap(0.1).Apply(["a", "b"], 1, 0, 0));
        Assert.Equal(["a"], new RandomSwap(1).Apply(["a"], 1, 0, 0));
    }

    [Fact]
    public void DeletesWithTheProbabilityAndNeverAll()
    {
        var deleted = 0;
        for (var row = 0; row < 2000; row++)
            deleted += 10 - new RandomDeletion(0.3).Apply([.. "abcdefghij".Select(c => $"{c}")], 1, 0, row).Count;
        // Five standard deviations: √(20,000 · 0.3 · 0.7) = 65.
        Assert.InRange(deleted, 6000 - 325, 6000 + 325);
        var survivors = new HashSet<string>();
        for (var row = 0; row < 100; row++)
            survivors.Add(Assert.Single(new RandomDeletion(1).Apply(["a", "b", "c"], 1, 0, row)));
        Assert.Equal(["a", "b", "c"], survivors.Order());
        Assert.Equal(["a"], new RandomDeletion(1).Apply(["a"], 1, 0, 0));
    }

    [Fact]
    public void DeletionKeepsTheOrderAndSwapsAndShufflesTheWords() => SeededProperty.CheckSeeded(Prop.ForAll(
        ArbMap.Default.ArbFor<(byte, byte, long)>(),
        ((byte Count, byte Share, long Seed) of) =>
        {
            int[] numbers = [.. Enumerable.Range(0, of.Count % 40)];
            string[] text = [.. numbers.Select(i => $"{i}")];
            var share = of.Share / 255.0;
            var left = new RandomDeletion(share).Apply(text, of.Seed, 0, 0).Select(int.Parse).ToArray();
            Assert.Equal(left.Order(), left);
            Assert.True(left.Length > 0 || text.Length == 0);
            Assert.Equal(numbers, new RandomSwap(share).Apply(text, of.Seed, 0, 0).Select(int.Parse).Order());
            Assert.Equal(numbers, new SentenceShuffle(share).Apply(text, of.Seed, 0, 0).Select(int.Parse).Order());
        }));

    [Fact]
    public void EveryOrderOfSentencesIsAsLikely()
    {
        var counts = new Dictionary<string, int>();
        for (var row = 0; row < 6000; row++)
        {
            var text = string.Concat(new SentenceShuffle().Apply(["A.", "B.", "C."], 1, 0, row));
            counts[text] = counts.GetValueOrDefault(text) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 1000 - 150, 1000 + 150));
    }

    [Fact]
    public void TranslatesIntoAnotherLanguageAndBack()
    {
        var translator = new Marker();
        var text = Assert.Single(new BackTranslation(translator, "en", ["de"], 1).Apply(["one two"], 1, 0, 0));
        Assert.Equal("en(de(one two))", text);
        Assert.Equal([("en", "de"), ("de", "en")], translator.Calls);
    }

    [Fact]
    public void EveryOtherLanguageIsAsLikely()
    {
        var noise = new BackTranslation(new Marker(), "en", ["de", "zh"], probability: 0.25);
        var counts = Enumerable.Range(0, 400).CountBy(row => noise.Apply(["a"], 1, 0, row)[0]).ToDictionary();
        Assert.Equal(["a", "en(de(a))", "en(zh(a))"], counts.Keys.Order());
        // Five standard deviations: √(400 · 1/8 · 7/8) = 6.6.
        Assert.InRange(counts["en(de(a))"], 50 - 33, 50 + 33);
        Assert.InRange(counts["en(zh(a))"], 50 - 33, 50 + 33);
    }

    [Fact]
    public void RefusesTranslatorsThatGiveNothing()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => new BackTranslation(new Silent(), "en", ["de"], 1).Apply(["a"], 1, 0, 0));
        Assert.Equal("The translator gave null for a text from 'en' to 'de'.", error.Message);
    }

    [Fact]
    public void StepsOfASequenceActInOrder() =>
        Assert.Equal(["cat"], TextAugmentation.Combine(
            new SynonymReplacement(SynonymLexicon.FromGroups([["b", "c"]]), 1),
            new SynonymReplacement(SynonymLexicon.FromGroups([["c", "cat"]]), 1)).Apply(["b"], 1, 0, 0));

    [Fact]
    public void RefusesWhatIsOutOfRange()
    {
        Assert.StartsWith(
            "share is 1.5; it must be from 0 to 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new RandomSwap(1.5)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomDeletion(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TypingNoise(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SentenceShuffle(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SynonymReplacement(Lexicon, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomInsertion(Lexicon, 2));
        Assert.Throws<ArgumentException>(() => new BackTranslation(new Marker(), "en", []));
        Assert.Throws<ArgumentException>(() => new BackTranslation(new Marker(), "en", [""]));
        Assert.Throws<ArgumentException>(() => new RandomSwap().Apply(["a", null!], 1, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomSwap().Apply(["a"], 1, -1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomSwap().Apply(["a"], 1, 0, -1));
    }

    /// <summary>Writes which languages a text has been through, and remembers which it was asked for.</summary>
    private sealed class Marker : ITranslator
    {
        public List<(string From, string To)> Calls { get; } = [];

        public string Translate(string text, string from, string to)
        {
            Calls.Add((from, to));
            return $"{to}({text})";
        }
    }

    private sealed class Silent : ITranslator
    {
        public string Translate(string text, string from, string to) => null!;
    }
}
