using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Data.Text;

/// <summary>
/// Exchanges words: n times, two at random and different places (Wei and Zou, "EDA", 2019). n is the whole part of
/// share · words, at least 1. A text of fewer than two words stays as it is.
/// </summary>
public sealed record RandomSwap : TextAugmentation
{
    /// <summary>A random change of words.</summary>
    /// <param name="share">How many exchanges, as a share of the words; from 0, which makes none, to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of range.</exception>
    public RandomSwap(double share = 0.1) => Share = CheckShare(share);

    /// <summary>How many exchanges, as a share of the words.</summary>
    public double Share { get; }

    /// <inheritdoc/>
    public override void Apply(List<string> text, ref RandomSequence random)
    {
        if (text.Count < 2)
            return;
        for (var count = CountChanges(Share, text.Count); count > 0; count--)
        {
            var first = random.NextInteger(text.Count);
            var second = random.NextInteger(text.Count - 1);
            // Every place but the first is as likely.
            second += second >= first ? 1 : 0;
            (text[first], text[second]) = (text[second], text[first]);
        }
    }
}
