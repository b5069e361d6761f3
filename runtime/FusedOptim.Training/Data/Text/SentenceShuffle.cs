using System.Runtime.InteropServices;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Data.Text;

/// <summary>
/// Puts the sentences of a text into random order with a probability: where the class does not depend on their order. The
/// elements of the list are sentences. Every order is as likely, that of before too.
/// </summary>
public sealed record SentenceShuffle : TextAugmentation
{
    /// <summary>A random change of sentences.</summary>
    /// <param name="probability">How likely a text is shuffled; from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is out of range.</exception>
    public SentenceShuffle(double probability = 1) => Probability = CheckShare(probability);

    /// <summary>How likely a text is shuffled.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    public override void Apply(List<string> text, ref RandomSequence random)
    {
        if (random.NextBernoulli(Probability))
            random.Shuffle(CollectionsMarshal.AsSpan(text));
    }
}
