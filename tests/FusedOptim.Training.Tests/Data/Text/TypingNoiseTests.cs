using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FusedOptim.Training.Data.Text;

namespace FusedOptim.Training.Tests;

public class TypingNoiseTests
{
    [Fact]
    public void MakesEachMistakeAsOften()
    {
        // "a" has one neighbour; "1", the last, can only be doubled, or left out where "a" was not.
        var noise = new TypingNoise(0.2, new KeyboardLayout("ab"));
        var counts = Enumerable.Range(0, 20_000).CountBy(row => noise.Apply(["a1"], 1, 0, row)[0]).ToDictionary();
        // 20,000 · 0.2 · 1/4 for an exchange, after which nothing is left to mistype; 0.8 of it for the others, after
        // which "1" is typed right with that probability; five standard deviations are about 150.
        Assert.InRange(counts["1a"], 1000 - 155, 1000 + 155);
        Assert.InRange(counts["b1"], 800 - 140, 800 + 140);
        Assert.InRange(counts["1"], 800 - 140, 800 + 140);
        Assert.InRange(counts["aa1"], 800 - 140, 800 + 140);
        Assert.InRange(counts["a1"], 12_800 - 340, 12_800 + 340);
        Assert.InRange(counts["a"], 1600 - 195, 1600 + 195);
    }

    [Theory]
    [InlineData("x", "xx")]
    [InlineData("", "")]
    [InlineData("  ", "  ")]
    [InlineData("é", "éé")]
    [InlineData("\U0001F600", "\U0001F600\U0001F600")]
    public void OneCharacterWithoutNeighboursCanOnlyBeDoubled(string word, string expected)
    {
        for (var row = 0; row < 20; row++)
            Assert.Equal(expected, Assert.Single(new TypingNoise(1, new KeyboardLayout("ab")).Apply([word], 1, 0, row)));
    }

    [Fact]
    public void ProbabilityOneMistypesEveryCharacter()
    {
        for (var row = 0; row < 200; row++)
            Assert.NotEqual("q", Assert.Single(new TypingNoise(1).Apply(["q"], 1, 0, row)));
    }

    [Fact]
    public void WordsNeverVanishAndCharactersStayWhole() => SeededProperty.CheckSeeded(Prop.ForAll(
        ArbMap.Default.ArbFor<(int[], byte, long)>(),
        ((int[] Choices, byte Probability, long Seed) of) =>
        {
            string[] alphabet = ["a", "S", " ", "é", "字", "\U0001F600", "1"];
            var word = string.Concat(of.Choices.Select(choice => alphabet[(choice & 0xFFFF) % alphabet.Length]));
            var typed = Assert.Single(new TypingNoise(of.Probability / 255.0).Apply([word], of.Seed, 0, 0));
            Assert.Equal(word.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length,
                typed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
            Assert.Equal(word.Count(c => c == ' '), typed.Count(c => c == ' '));
            Assert.DoesNotContain(Rune.ReplacementChar, typed.EnumerateRunes());
        }));

    [Theory]
    [InlineData('s', "adewxz")]
    [InlineData('S', "ADEWXZ")]
    [InlineData('q', "aw")]
    [InlineData('p', "lo")]
    [InlineData('m', "jkn")]
    [InlineData('l', "kop")]
    [InlineData('1', "")]
    public void NeighboursAreTheKeysThatTouch(char key, string expected) =>
        Assert.Equal(expected, string.Concat(KeyboardLayout.Qwerty.GetNeighbors(key)));

    [Fact]
    public void RefusesKeysThatAreThereTwiceOrUpperCase()
    {
        Assert.Throws<ArgumentException>(() => new KeyboardLayout("ab", "ca"));
        Assert.Throws<ArgumentException>(() => new KeyboardLayout("aB"));
    }
}
