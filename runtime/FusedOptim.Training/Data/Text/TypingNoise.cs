using System.Text;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Data.Text;

/// <summary>
/// Makes mistakes of typing: each character of a word, with a probability, is replaced by a neighbour on the keyboard,
/// exchanged with the one after it, left out, or doubled, each as likely as the others that are possible there: what is
/// no key has no neighbours, the last character nothing after it, and the last one left of a word is never left out.
/// Characters are Unicode scalars (half of a surrogate pair becomes U+FFFD); elements of the list may be sentences too,
/// whose white space stays.
/// </summary>
public sealed record TypingNoise : TextAugmentation
{
    /// <summary>A random change of characters.</summary>
    /// <param name="probability">How likely each character is mistyped; from 0 to 1.</param>
    /// <param name="layout">The keyboard; by default <see cref="KeyboardLayout.Qwerty"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is out of range.</exception>
    public TypingNoise(double probability = 0.01, KeyboardLayout? layout = null)
    {
        Probability = CheckShare(probability);
        Layout = layout ?? KeyboardLayout.Qwerty;
    }

    private enum Mistake
    {
        Neighbour,
        Exchange,
        Omission,
        Doubling,
    }

    /// <summary>How likely each character is mistyped.</summary>
    public double Probability { get; }

    /// <summary>The keyboard.</summary>
    public KeyboardLayout Layout { get; }

    /// <inheritdoc/>
    public override void Apply(List<string> text, ref RandomSequence random)
    {
        for (var place = 0; place < text.Count; place++)
            text[place] = Mistype(text[place], ref random);
    }

    private string Mistype(string word, ref RandomSequence random)
    {
        Rune[] characters = [.. word.EnumerateRunes()];
        var typed = new StringBuilder(word.Length);
        for (var i = 0; i < characters.Length; i++)
        {
            var character = characters[i];
            if (Rune.IsWhiteSpace(character) || !random.NextBernoulli(Probability))
            {
                typed.Append(character);
                continue;
            }

            var neighbours = character.IsBmp ? Layout.GetNeighbors((char)character.Value) : [];
            var hasNext = i + 1 < characters.Length && !Rune.IsWhiteSpace(characters[i + 1]);
            var hasPrevious = typed.Length > 0 && !char.IsWhiteSpace(typed[^1]);
            switch (Choose(neighbours.Count > 0, hasNext, hasPrevious || hasNext, ref random))
            {
                case Mistake.Neighbour:
                    typed.Append(neighbours[random.NextInteger(neighbours.Count)]);
                    break;
                case Mistake.Exchange:
                    // Both are typed with that; the next is not mistyped again.
                    typed.Append(characters[++i]).Append(character);
                    break;
                case Mistake.Doubling:
                    typed.Append(character).Append(character);
                    break;
            }
        }

        return typed.ToString();
    }

    private static Mistake Choose(bool hasNeighbour, bool hasNext, bool mayOmit, ref RandomSequence random)
    {
        Span<Mistake> possible = stackalloc Mistake[4];
        var count = 0;
        possible[count++] = Mistake.Doubling;
        if (hasNeighbour)
            possible[count++] = Mistake.Neighbour;
        if (hasNext)
            possible[count++] = Mistake.Exchange;
        if (mayOmit)
            possible[count++] = Mistake.Omission;
        return possible[random.NextInteger(count)];
    }
}
